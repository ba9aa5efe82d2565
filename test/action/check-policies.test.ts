/**
 * The GitHub Action run as it runs there: a scratch git repository, an event file, and GitHub's API played by a server
 * on loopback. Also that `action.yml` and the pre-commit hooks name what there is.
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const ROOT = join(import.meta.dirname, '../..');
const MARKER = '<!-- llmr: what this change means -->';
const TESTS = `tests for "./demo.route"

test "free" {
  given tier free
  expect route otherwise
}
`;
const policy = (target: string) => `policy demo edition 1 {
  serves "demo"
}

provider lab {
  speaks simulated
}

model haiku {
  is "h" on lab
  price $1 in, $5 out
}

model sonnet {
  is "s" on lab
  price $3 in, $15 out
}

tier free, pro

route paying {
  because "They pay."
  when tier is pro
  use ${target}
}

otherwise {
  because "The rest."
  use haiku
}
`;

interface Comment {
  readonly id: number;
  body: string;
}
const comments: Comment[] = [];
const asked: string[] = [];
let refuse = false;
let server: Server;
let api = '';
let folder = '';
let base = '';

const git = (...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...args], {
    cwd: folder,
    encoding: 'utf8',
  }).trim();

beforeAll(async () => {
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
      const send = (status: number, json: unknown) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
      if (refuse) return send(403, { message: 'Resource not accessible by integration' });
      const url = new URL(request.url ?? '', 'http://x');
      if (request.method === 'GET') {
        const page = Number(url.searchParams.get('page'));
        return send(200, comments.slice((page - 1) * 100, page * 100));
      }
      const { body } = JSON.parse(text) as { body: string };
      if (request.method === 'POST') {
        comments.push({ id: comments.length + 1, body });
        return send(201, comments.at(-1));
      }
      const comment = comments.find(({ id }) => url.pathname.endsWith(`/comments/${id}`));
      if (comment === undefined) return send(404, { message: 'Not Found' });
      comment.body = body;
      return send(200, comment);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  folder = mkdtempSync(join(tmpdir(), 'llmr-action-'));
  git('init', '-q');
  execFileSync('mkdir', [join(folder, 'policies')]);
  writeFileSync(join(folder, 'policies/demo.route'), policy('haiku'));
  writeFileSync(join(folder, 'policies/demo.test.route'), TESTS);
  git('add', '.');
  git('commit', '-qm', 'before');
  base = git('rev-parse', 'HEAD');
  writeFileSync(
    join(folder, 'event.json'),
    JSON.stringify({ pull_request: { number: 7, base: { sha: base } } }),
  );
  // More than a page of what others wrote.
  for (let id = 1; id <= 100; id++) comments.push({ id, body: 'looks good' });
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

function run(over: Record<string, string> = {}): Promise<{ code: number | null; out: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(ROOT, 'scripts/action/check-policies.mjs')], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        INPUT_TOKEN: 'token-1',
        GITHUB_API_URL: api,
        GITHUB_REPOSITORY: 'acme/shop',
        GITHUB_EVENT_PATH: join(folder, 'event.json'),
        GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
        ...over,
      },
    });
    let out = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        out += chunk;
      });
    child.on('close', (code) => resolve({ code, out }));
  });
}
const own = (): Comment[] => comments.filter(({ body }) => body.startsWith(MARKER));

describe('the action', () => {
  it('says nothing where nothing changes', async () => {
    const { code, out } = await run();
    expect(code, out).toBe(0);
    expect(out).toContain('llmr: comment none');
    expect(own()).toEqual([]);
  }, 30_000);

  it('makes one comment when requests move, then keeps it up to date', async () => {
    writeFileSync(join(folder, 'policies/demo.route'), policy('sonnet'));
    const first = await run();
    expect(first.code, first.out).toBe(0);
    expect(first.out).toContain('llmr: comment created');
    expect(own().length).toBe(1);
    expect(own()[0]?.body).toContain('sonnet');
    expect(asked.at(-1)).toBe('POST /repos/acme/shop/issues/7/comments Bearer token-1');
    expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toContain('sonnet');
    expect(first.out).not.toContain('token-1');

    writeFileSync(join(folder, 'policies/demo.route'), policy('sonet'));
    const second = await run();
    expect(second.code).toBe(1);
    expect(second.out).toContain(
      '::error file=policies/demo.route,line=24,col=7,endColumn=12,title=llmr unknown-name (L1101)::',
    );
    expect(second.out).toContain('llmr: comment updated');
    expect(own().length).toBe(1);
    expect(own()[0]?.body).toContain('does not compile');
    expect(asked.at(-1)).toMatch(/^PATCH \/repos\/acme\/shop\/issues\/comments\/101 /);
  }, 60_000);

  it('a comment it may not write is a warning', async () => {
    writeFileSync(join(folder, 'policies/demo.route'), policy('sonnet'));
    rmSync(join(folder, 'policies/demo.test.route'));
    refuse = true;
    const { code, out } = await run();
    expect(code, out).toBe(0);
    expect(out).toContain(
      '::warning title=llmr::the comment on the pull request was not written: GitHub answered 403',
    );
    expect(out).toContain('::warning title=llmr::the policies have no tests');
  }, 30_000);

  it('is started by action.yml with inputs that it reads, and the hooks name our commands', () => {
    const script = readFileSync(join(ROOT, 'scripts/action/check-policies.mjs'), 'utf8');
    const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8'));
    const step = action.runs.steps.at(-1);
    expect(existsSync(join(ROOT, step.run.match(/ACTION_PATH\/(.+)"$/)[1]))).toBe(true);
    for (const input of Object.keys(action.inputs)) {
      const variable = `INPUT_${input.replace('-', '_').toUpperCase()}`;
      expect(step.env[variable]).toContain(`inputs.${input}`);
      expect(script).toContain(`env.${variable}`);
    }
    const hooks = parse(readFileSync(join(ROOT, '.pre-commit-hooks.yaml'), 'utf8'));
    const { bin } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(hooks.map(({ id }: { id: string }) => id)).toEqual(['llmr-lint', 'llmr-fmt']);
    for (const hook of hooks) expect(Object.keys(bin)).toContain(hook.entry.split(' ')[0]);
  });
});
