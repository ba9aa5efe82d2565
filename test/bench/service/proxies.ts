/**
 * Starts the proxies of the benchmark, each as a process of its own: bare, Koa, `llmr serve` as a newcomer starts it, and
 * Portkey and nginx where they are there. Must not know what is measured.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openKeyStore } from '../../../src/gateway/callers/key-store.ts';
import type { Target } from './load-proxy.ts';
import { type PolicyName, policyText } from './policies.ts';
import type { ProbeReply, ProbeRequest } from './probe.ts';
import { type ProcessUse, processUse } from './process-use.ts';

export interface MeasuredProxy extends Target {
  /** Its data folder; only llmr has one. */
  readonly data?: string;
  /** Milliseconds from the start of the process to the first answer. */
  readonly readyAfter: number;
  use(): ProcessUse;
  /** Undefined where the process has no probe. */
  probe?(request: ProbeRequest): Promise<ProbeReply>;
  /** With SIGTERM, so that it writes what it has to write. */
  stop(): Promise<void>;
}

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
// A signal alone would end this process without its `exit` handlers, which stop the proxies and remove their folders.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

const PROBED = ['--import', file('./probe.ts')];

export function startSimple(kind: 'bare' | 'koa', upstream: string): Promise<MeasuredProxy> {
  const name = kind === 'bare' ? 'bare' : 'Koa + splice';
  return started(name, process.execPath, [...PROBED, file('./simple-proxy.ts'), kind, upstream], {});
}

/** Default configuration; one caller key, so that callers are authenticated. The log goes to a file. */
export async function startLlmr(policy: PolicyName, upstream: string): Promise<MeasuredProxy> {
  const root = mkdtempSync(join(tmpdir(), 'llmr-bench-'));
  const [policies, data] = [join(root, 'policies'), join(root, 'data')];
  for (const folder of [policies, data]) mkdirSync(folder);
  writeFileSync(join(policies, 'bench.route'), policyText(policy, upstream));
  const keys = openKeyStore(join(data, 'keys.sqlite'));
  const { key } = keys.add({ tier: 'pro', team: 'bench' }, Date.now());
  keys.close();
  const serve = ['serve', '--policies', policies, '--data', data, '--port', '0'];
  const args = [...PROBED, file('../../../src/cli/llmr.ts'), ...serve];
  const headers = { authorization: `Bearer ${key}`, 'llmr-user': 'someone' };
  return started(`llmr, ${policy}`, process.execPath, args, { root, data, headers });
}

/** Installed from npm into a temporary folder; undefined where npm cannot get it. */
export async function startPortkey(upstream: string): Promise<MeasuredProxy | undefined> {
  const root = mkdtempSync(join(tmpdir(), 'llmr-bench-portkey-'));
  const installed = spawnSync(
    'npm',
    ['install', '--prefix', root, '--no-audit', '--no-fund', '@portkey-ai/gateway'],
    {
      stdio: 'ignore',
      timeout: 180_000,
    },
  );
  if (installed.status !== 0) {
    rmSync(root, { recursive: true, force: true });
    return undefined;
  }
  const folder = join(root, 'node_modules/@portkey-ai/gateway');
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  const port = await freePort();
  const headers = {
    authorization: 'Bearer sk-bench',
    'x-portkey-provider': 'openai',
    'x-portkey-custom-host': `${upstream}/v1`,
  };
  const args = [...PROBED, join(folder, 'build/start-server.js'), '--headless', `--port=${port}`];
  return started(`Portkey ${version}`, process.execPath, args, { root, headers, port });
}

/** Undefined where nginx is not installed. */
export async function startNginx(upstream: string): Promise<MeasuredProxy | undefined> {
  const { status, stderr } = spawnSync('nginx', ['-v'], { encoding: 'utf8' });
  if (status !== 0) return undefined;
  const root = mkdtempSync(join(tmpdir(), 'llmr-bench-nginx-'));
  const port = await freePort();
  writeFileSync(join(root, 'nginx.conf'), nginxConfig(root, port, new URL(upstream).host));
  const version = /nginx\/(\S+)/.exec(stderr)?.[1] ?? '';
  const args = ['-p', root, '-c', join(root, 'nginx.conf'), '-e', join(root, 'error.log')];
  return started(`nginx ${version}`, 'nginx', args, { root, port });
}

/** One process without a master, so that its CPU time is that of the whole. */
function nginxConfig(root: string, port: number, upstream: string): string {
  return `daemon off; master_process off; pid ${root}/pid;
events { worker_connections 4096; }
http {
  access_log off; client_max_body_size 16m; client_body_buffer_size 1m; client_body_temp_path ${root}/body;
  proxy_temp_path ${root}/proxy; fastcgi_temp_path ${root}/f; uwsgi_temp_path ${root}/u; scgi_temp_path ${root}/s;
  keepalive_requests 1000000000;
  upstream up { server ${upstream}; keepalive 64; keepalive_requests 1000000000; }
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location / { proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off; }
  }
}
`;
}

interface StartOptions {
  /** Removed when the process has ended. */
  readonly root?: string;
  readonly data?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where the process does not print its address. */
  readonly port?: number;
}

async function started(
  name: string,
  command: string,
  args: readonly string[],
  { root, data, headers = {}, port }: StartOptions,
): Promise<MeasuredProxy> {
  const began = performance.now();
  const log = root === undefined ? undefined : openSync(join(root, 'stderr.log'), 'a');
  const probed = args.includes(PROBED[1] ?? '');
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', log ?? 'ignore', ...(probed ? (['ipc'] as const) : [])],
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NODE_ENV: 'production' },
  });
  if (log !== undefined) closeSync(log);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const clean = (): void => {
    if (root !== undefined) rmSync(root, { recursive: true, force: true });
  };
  process.once('exit', () => {
    child.kill('SIGKILL');
    clean();
  });
  const url = await addressOf(child, name, port);
  return {
    name,
    url,
    sent: 0,
    headers: { 'content-type': 'application/json', ...headers },
    ...(data === undefined ? {} : { data }),
    readyAfter: performance.now() - began,
    use: () => processUse(child.pid ?? 0),
    ...(probed ? { probe: (request: ProbeRequest) => asked(child, request) } : {}),
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function addressOf(child: ChildProcess, name: string, port: number | undefined): Promise<string> {
  let said = '';
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  child.stdout?.on('data', (chunk) => {
    if (said.length < 10_000) said += chunk;
  });
  for (;;) {
    const url = port === undefined ? /listens on (http:\S+)/.exec(said)?.[1] : `http://127.0.0.1:${port}`;
    if (url !== undefined && (await answers(url))) return url;
    if (ended) throw new Error(`${name} ended at its start: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Whatever the status is. */
function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    async (answer) => {
      await answer.arrayBuffer();
      return true;
    },
    () => false,
  );
}

function asked(child: ChildProcess, request: ProbeRequest): Promise<ProbeReply> {
  return new Promise((resolve, reject) => {
    child.once('message', (reply: ProbeReply & { error?: string }) =>
      reply.error === undefined ? resolve(reply) : reject(new Error(reply.error)),
    );
    child.send(request);
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
