/** A report of lint is used again only where nothing it depends on has changed. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { placeOf, recall } from '../../../src/cli/commands/lint/kept-report.ts';
import type { LintOptions } from '../../../src/cli/commands/lint/lint-options.ts';
import { runLlmr } from '../../../src/cli/run-llmr.ts';
import type { Terminal } from '../../../src/cli/terminal.ts';
import { sourceId } from '../../../src/gateway/policies/reload/code-id.ts';

const LINT = fileURLToPath(new URL('../../../bin/llmr-lint.js', import.meta.url));
const before = process.cwd();
const root = mkdtempSync(join(tmpdir(), 'llmr-kept-'));
const caches = join(root, 'caches');
const work = join(root, 'work');
const POLICY = `policy demo edition 1

import tier from "./audience.route"

provider here { openai compatible at "https://example.com/v1" }
model small { at here  price input $1 output $2 per million tokens  context 8k tokens }

otherwise { use small }
`;

function terminalOf(over: Partial<Terminal> = {}) {
  const said = { out: '', err: '' };
  const terminal: Terminal = {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    color: false,
    env: { HOME: root, XDG_CACHE_HOME: caches, LOCALAPPDATA: caches },
    today: '2026-11-22',
    ...over,
  };
  return { said, terminal };
}

async function lint(argv: readonly string[] = [], over: Partial<Terminal> = {}) {
  const { said, terminal } = terminalOf(over);
  const code = await runLlmr(['lint', ...argv], terminal, 'llmr-lint');
  return { code, ...said };
}

const OPTIONS: LintOptions = { format: 'text', data: '.llmr', cache: true, color: true };

/** What would be printed without checking. */
function kept(options: Partial<LintOptions> = {}, over: Partial<Terminal> = {}) {
  const place = placeOf(terminalOf(over).terminal, [], { ...OPTIONS, ...options });
  return place === undefined ? undefined : recall(place);
}

beforeEach(() => {
  mkdirSync(work, { recursive: true });
  process.chdir(work);
  writeFileSync('demo.route', POLICY);
  writeFileSync('audience.route', 'tier free, pro\n');
});
afterEach(() => {
  process.chdir(before);
  rmSync(work, { recursive: true });
  rmSync(caches, { recursive: true, force: true });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const CHANGES: Readonly<Record<string, () => void>> = {
  'an edited policy': () => writeFileSync('demo.route', POLICY.replace('small }\n', 'gone }\n')),
  'an edited import': () => writeFileSync('audience.route', 'tier free, pro, team\n'),
  'a removed import': () => rmSync('audience.route'),
  'a new file': () => writeFileSync('more.route', 'tier free\n'),
  'a configuration': () => writeFileSync('llmr.json', '{}'),
  'a file that is not UTF-8': () => writeFileSync('demo.route', Uint8Array.of(0xff, 0xfe)),
};

describe('a kept report', () => {
  it('is what the first run printed, exit code included', async () => {
    expect(kept()).toBeUndefined();
    const first = await lint();
    expect(first.out).toContain('in 2 files');
    expect(kept()).toEqual(first);
    expect(await lint()).toEqual(first);
    expect(await lint(['--no-cache'])).toEqual(first);
  });

  it.each(Object.entries(CHANGES))('does not survive %s', async (_, change) => {
    await lint();
    expect(kept()).toBeDefined();
    change();
    expect(kept()).toBeUndefined();
    expect(await lint()).toEqual(await lint(['--no-cache']));
  });

  it('does not survive a missing file outside the folder that appears', async () => {
    writeFileSync('demo.route', POLICY.replace('./audience', '../audience'));
    const missing = await lint();
    expect(missing.code).toBe(1);
    expect(kept()).toEqual(missing);
    writeFileSync('../audience.route', 'tier free, pro\n');
    expect(kept()).toBeUndefined();
    const found = await lint();
    expect(found).not.toEqual(missing);
    expect(kept()).toEqual(found);
  });

  it('belongs to one date, one command line and one environment', async () => {
    await lint();
    expect(kept()).toBeDefined();
    expect(kept({}, { today: '2026-11-23' })).toBeUndefined();
    expect(kept({}, { color: true })).toBeUndefined();
    expect(kept({}, { env: { XDG_CACHE_HOME: caches, LLMR_HOSTS: 'example.org' } })).toBeUndefined();
    expect(kept({ infos: true })).toBeUndefined();
    expect(kept({ format: 'json' })).toBeUndefined();
    expect(kept({ maxWarnings: '0' })).toBeUndefined();
    expect(kept({ cache: false })).toBeUndefined();
    expect(kept({ fix: true })).toBeUndefined();
  });

  it('is not used where it is not as it was written', async () => {
    await lint();
    const [name = ''] = readdirSync(join(caches, 'llmr/lint'));
    writeFileSync(join(caches, 'llmr/lint', name), '{"kept":{},"digest":"00"}');
    expect(kept()).toBeUndefined();
    writeFileSync(join(caches, 'llmr/lint', name), 'cut');
    expect(kept()).toBeUndefined();
  });

  it('is not needed: where the folder of caches is a file, lint prints what it finds', async () => {
    writeFileSync(caches, '');
    expect(await lint()).toEqual(await lint(['--no-cache']));
  });

  it.skipIf(process.platform !== 'linux')(
    'is not needed: where no folder can be created, lint ends',
    async () => {
      const away = '/proc/none';
      const env = { ...process.env, XDG_CACHE_HOME: away };
      const run = spawnSync(process.execPath, [LINT, '--data', away], {
        env,
        encoding: 'utf8',
        timeout: 60_000,
      });
      expect(run.signal).toBeNull();
      expect(run.stdout).toBe((await lint(['--no-cache'])).out);
    },
  );

  it('is not used where trained heads of its run are gone', async () => {
    mkdirSync('.llmr/heads', { recursive: true });
    writeFileSync('.llmr/heads/a.head', '');
    await lint();
    expect(kept()).toBeDefined();
    rmSync('.llmr/heads/a.head');
    expect(kept()).toBeUndefined();
  });

  it('is not used by other code', () => {
    const sources = join(work, 'checkout/src');
    mkdirSync(join(sources, 'rules'), { recursive: true });
    writeFileSync(join(sources, '../package-lock.json'), '{}');
    writeFileSync(join(sources, 'rules/one.ts'), 'one');
    const ids = [sourceId(sources)];
    writeFileSync(join(sources, 'rules/one.ts'), 'two');
    ids.push(sourceId(sources));
    writeFileSync(join(sources, 'rules/two.md'), '');
    ids.push(sourceId(sources));
    writeFileSync(join(sources, '../package-lock.json'), '{ }');
    ids.push(sourceId(sources));
    symlinkSync('somebody@host', join(sources, 'rules/.#one.ts'));
    expect(new Set(ids).size).toBe(4);
    expect(sourceId(sources)).toBe(ids[3]);
  });
});
