/**
 * A gateway in this process on a free port, with its own data folder, for tests that need the whole of it. Policies
 * are copied into a temporary folder, so that a test may edit them. `TEST_WORKERS=2` starts it with two worker
 * processes, except where a test passes functions to it.
 */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type GatewayConfig, readConfig } from '../../src/gateway/config/config.ts';
import { type Gateway, type Registered, startGateway } from '../../src/gateway/main.ts';
import { createVetting, type Vetting } from '../../src/gateway/policies/reload/vetting.ts';

export interface RunningGateway {
  readonly url: string;
  /** Folder of the policies it serves. */
  readonly policies: string;
  readonly data: string;
  readonly gateway: Gateway;
  chat(body: object, headers?: Record<string, string>): Promise<Response>;
  /** Replaces a policy file. */
  write(file: string, text: string): Promise<void>;
  read(file: string): Promise<string>;
  /** Resolves when every worker knows what another, or this process, has just learnt; at once where there is one. */
  spread(): Promise<void>;
  close(): Promise<void>;
}

/** Milliseconds: keys are read again every 500. */
const SPREAD = 700;
const WORKERS = Number(process.env['TEST_WORKERS'] ?? '1');

/** What tests do not care about. */
function testConfig(over: Partial<GatewayConfig>): GatewayConfig {
  const read = readConfig({
    variables: {},
    flags: { port: 0, logLevel: 'silent', reloadPollMs: 500, ...over },
  });
  if (!read.ok) throw new Error(read.faults.join('; '));
  return read.config;
}

/** Every key a policy of the tests names. */
const VARIABLES = { OPENROUTER_API_KEY: 'sk-test', OPENAI_API_KEY: 'sk-test', ANTHROPIC_API_KEY: 'sk-test' };

/** One vetting process for the gateways of a test file: loading the compiler is most of what a start costs. */
const sharedVetting = oneAtATime(createVetting());

function oneAtATime(vetting: Vetting): Vetting {
  let last: Promise<unknown> = Promise.resolve();
  return {
    vet(options) {
      const answer = last.then(() => vetting.vet(options));
      last = answer.catch(() => {});
      return answer;
    },
    close: () => vetting.close(),
  };
}

export async function runGateway(
  from: string | Readonly<Record<string, string>>,
  over: Partial<GatewayConfig> = {},
  edit: (text: string, file: string) => string = (text) => text,
  registered: Registered = {},
  variables: Readonly<Record<string, string>> = VARIABLES,
): Promise<RunningGateway> {
  const root = await mkdtemp(join(tmpdir(), 'llmr-test-'));
  const policies = join(root, 'policies');
  const data = over.data ?? join(root, 'data');
  await mkdir(policies);
  const write = async (file: string, text: string) => {
    await mkdir(dirname(join(policies, file)), { recursive: true });
    await writeFile(join(policies, file), text);
  };
  if (typeof from === 'string') {
    await cp(from, policies, { recursive: true });
    for (const file of ['models.route', 'support.route']) {
      await write(file, edit(await readFile(join(policies, file), 'utf8'), file));
    }
  } else {
    for (const [file, text] of Object.entries(from)) await write(file, edit(text, file));
  }
  const workers = over.workers ?? (registered.predicates === undefined ? WORKERS : 1);
  const gateway = await startGateway(testConfig({ policies, ...over, workers, data }), variables, {
    ...(over.reloadBudgetMs === undefined ? { vetting: sharedVetting } : {}),
    ...registered,
  });
  return {
    url: gateway.url,
    policies,
    data,
    gateway,
    write,
    read: (file) => readFile(join(policies, file), 'utf8'),
    chat: (body, headers = {}) =>
      fetch(`${gateway.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    spread: () => new Promise((resolve) => (workers > 1 ? setTimeout(resolve, SPREAD) : resolve())),
    async close() {
      await gateway.close(500);
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** A chat body with one user message. */
export function ask(content: string, more: object = {}): object {
  return { model: 'support', messages: [{ role: 'user', content }], ...more };
}

export async function readJson<Shape>(answer: Response): Promise<Shape> {
  return (await answer.json()) as Shape;
}
