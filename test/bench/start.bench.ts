/**
 * What a user of the installed package waits for and keeps in memory: `node test/bench/start.bench.ts [--rounds 7]
 * [--requests 100000] [--package FOLDER]`. Packs and installs llmr into a temporary folder (or measures the installed
 * package at FOLDER), then prints medians: commands, the service from its start to ready, its memory when idle and after
 * requests. Linux, because memory is read from /proc. Loopback only; ends by itself.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createPackedProject } from '../support/documented-commands/packed-project.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    requests: { type: 'string', default: '100000' },
    package: { type: 'string' },
  },
});
const ROUNDS = Number(values.rounds);
const REQUESTS = Number(values.requests);
/** Milliseconds without a request before memory counts as idle. */
const IDLE = 5_000;
const packed = values.package === undefined ? createPackedProject(false) : undefined;
const installed = resolve(values.package ?? join(packed?.folder('.') ?? '.', 'node_modules/llmr'));
const work = mkdtempSync(join(tmpdir(), 'llmr-start-'));
const env = { PATH: process.env['PATH'] ?? '', HOME: work, NO_COLOR: '1' };

cpSync(join(installed, 'policies'), join(work, 'policies'), { recursive: true });
cpSync(join(installed, 'policies'), join(work, 'without-intents'), { recursive: true });
for (const name of readdirSync(join(work, 'without-intents'))) {
  const folder = join(work, 'without-intents', name);
  const hasIntents = name === 'support' || name === 'quality';
  if (hasIntents) rmSync(folder, { recursive: true });
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

function print(what: string, numbers: readonly number[], unit: string): void {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const spread = numbers.length === 1 ? '' : `  (${least.toFixed(0)} to ${most.toFixed(0)})`;
  console.log(`${what.padEnd(58)} ${median(numbers).toFixed(0).padStart(6)} ${unit}${spread}`);
}

function timeCommand(file: string, args: readonly string[]): number {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [join(installed, 'bin', file), ...args], {
    cwd: work,
    env,
  });
  if (status !== 0) throw new Error(`${file} ${args.join(' ')}: exit code ${status}: ${stderr}`);
  return performance.now() - began;
}

interface Served {
  readonly child: ChildProcess;
  readonly port: number;
  readonly readyAfter: number;
}

async function serve(policies: string, port: number): Promise<Served> {
  const began = performance.now();
  const args = [
    'serve',
    '--simulate',
    '--policies',
    policies,
    '--data',
    `data-${policies}`,
    '--port',
    `${port}`,
  ];
  const child = spawn(process.execPath, [join(installed, 'bin/llmr.js'), ...args], {
    cwd: work,
    env,
    stdio: 'ignore',
  });
  while ((await statusOf(port)) !== 200) {
    if (child.exitCode !== null) throw new Error(`the service ended with ${child.exitCode}`);
    await new Promise((done) => setTimeout(done, 3));
  }
  return { child, port, readyAfter: performance.now() - began };
}

function statusOf(port: number): Promise<number> {
  return new Promise((done) => {
    const asked = request({ port, host: '127.0.0.1', path: '/readyz' }, (answer) => {
      answer.resume().on('end', () => done(answer.statusCode ?? 0));
    });
    asked.on('error', () => done(0)).end();
  });
}

function megabytes({ child }: Served): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024;
}

async function stop({ child }: Served): Promise<void> {
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await ended;
}

async function load({ port }: Served): Promise<void> {
  const agent = new Agent({ keepAlive: true });
  const body = JSON.stringify({ model: 'long', messages: [{ role: 'user', content: 'x '.repeat(500) }] });
  let left = REQUESTS;
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  const one = () =>
    new Promise<void>((done, fail) => {
      const options = {
        port,
        host: '127.0.0.1',
        path: '/v1/chat/completions',
        method: 'POST',
        agent,
        headers,
      };
      const asked = request(options, (answer) => {
        if (answer.statusCode !== 200) fail(new Error(`status ${answer.statusCode}`));
        answer.resume().on('end', done);
      });
      asked.on('error', fail).end(body);
    });
  await Promise.all(
    Array.from({ length: 64 }, async () => {
      while (left-- > 0) await one();
    }),
  );
  agent.destroy();
}

async function measureService(policies: string, port: number): Promise<void> {
  print(`serve ${policies}: first start to ready`, [await firstStart(policies, port)], 'ms');
  const ready: number[] = [];
  const idle: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const served = await serve(policies, port);
    ready.push(served.readyAfter);
    if (round < 3) {
      await new Promise((done) => setTimeout(done, IDLE));
      idle.push(megabytes(served));
    }
    await stop(served);
  }
  print(`serve ${policies}: further start to ready`, ready, 'ms');
  print(`serve ${policies}: resident when idle`, idle, 'MB');
}

async function firstStart(policies: string, port: number): Promise<number> {
  const served = await serve(policies, port);
  await stop(served);
  return served.readyAfter;
}

try {
  const [{ model = 'unknown' } = {}] = cpus();
  console.log(
    `Node ${process.version}, ${availableParallelism()} cores (${model}), load ${loadavg()[0]?.toFixed(1)}\n`,
  );
  const rounds = Array.from({ length: ROUNDS });
  print(
    'node, doing nothing',
    rounds.map(() => timeNode()),
    'ms',
  );
  timeCommand('llmr-lint.js', ['policies']);
  print(
    'llmr-lint --help',
    rounds.map(() => timeCommand('llmr-lint.js', ['--help'])),
    'ms',
  );
  print(
    'llmr-lint policies, unchanged',
    rounds.map(() => timeCommand('llmr-lint.js', ['policies'])),
    'ms',
  );
  print(
    'llmr-lint policies --no-cache',
    rounds.map(() => timeCommand('llmr-lint.js', ['policies', '--no-cache'])),
    'ms',
  );
  await measureService('policies', 18_790);
  await measureService('without-intents', 18_791);
  const served = await serve('without-intents', 18_792);
  await load(served);
  print(`serve without-intents: resident after ${REQUESTS} requests`, [megabytes(served)], 'MB');
  await stop(served);
} finally {
  rmSync(work, { recursive: true, force: true });
  packed?.remove();
}

function timeNode(): number {
  const began = performance.now();
  spawnSync(process.execPath, ['-e', '0'], { env });
  return performance.now() - began;
}
