/**
 * A request of the benchmark's realistic policy does not do more work than is kept in `work-per-request.json`: bytes allocated,
 * JSON texts, messages to the ledger's thread, bytes in the decision log. Counts, because a busy machine changes times.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chatBody, createClient, speak, startUpstream } from '../bench/load.ts';
import { policyText } from '../bench/service/policies.ts';
import { readRecords } from '../bench/service/records.ts';
import type { Work } from '../support/count-work.ts';

const KEPT = new URL('work-per-request.json', import.meta.url);
const LLMR = new URL('../../src/cli/llmr.ts', import.meta.url).pathname;
/** The heap holds all that is allocated meanwhile: semi-spaces of 64 MB that do not have to grow. */
const COUNTING = [
  '--expose-gc',
  '--min-semi-space-size=64',
  '--max-semi-space-size=64',
  '--import',
  new URL('../support/count-work.ts', import.meta.url).pathname,
];
const MORE = 1.15;
const WARM = 60;
const REQUESTS = 100;
const STREAMS = 10;
const CHUNKS = 40;
const QUIET_MS = 400;

type Figures = Readonly<Record<string, number>>;
let found: Figures = {};
let collections = 0;
const kept = JSON.parse(readFileSync(KEPT, 'utf8')) as Figures;
let clean: () => Promise<void> = async () => undefined;

beforeAll(async () => {
  const root = mkdtempSync(join(tmpdir(), 'llmr-work-'));
  const [policies, data] = [join(root, 'policies'), join(root, 'data')];
  mkdirSync(policies);
  const upstream = await startUpstream(0, 0, (res, stream) => {
    if (stream) speak(res, CHUNKS, 1);
    return stream;
  });
  writeFileSync(join(policies, 'bench.route'), policyText('with budgets', upstream.url));
  const child = spawn(
    process.execPath,
    [...COUNTING, LLMR, 'serve', '--policies', policies, '--data', data, '--port', '0'],
    { cwd: root, env: { PATH: process.env['PATH'] }, stdio: ['ignore', 'pipe', 'ignore', 'ipc'] },
  );
  clean = async () => {
    child.kill('SIGKILL');
    upstream.close();
    rmSync(root, { recursive: true, force: true });
  };
  found = await workOf(child, data);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(KEPT, `${JSON.stringify(found, null, 2)}\n`);
});
afterAll(() => clean());

test.for(Object.entries(kept))('%s: at most 15 % more than %d', ([name, figure]) => {
  expect(collections).toBe(0);
  expect(found[name]).toBeGreaterThan(0);
  expect(found[name]).toBeLessThanOrEqual(figure * MORE);
});

test('every kept figure is measured, and no other', () => {
  expect(Object.keys(found)).toEqual(Object.keys(kept));
});

/** One at a time, so that nothing is batched by chance. */
async function workOf(child: ChildProcess, data: string): Promise<Figures> {
  const client = createClient({ url: await addressOf(child), key: '' }, 1);
  const send = async (body: Buffer, times: number): Promise<void> => {
    for (let at = 0; at < times; at += 1) expect(await client.ask(body)).toMatchObject({ status: 200 });
  };
  const [plain, stream] = [chatBody(1_024, false), chatBody(1_024, true)];
  await send(plain, WARM);
  await settled(child);
  const first = await read(child, 'collect');
  await send(plain, REQUESTS);
  const second = await settled(child);
  await send(stream, STREAMS);
  const third = await settled(child);
  collections = second.collections - first.collections;
  await client.close();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
  const records = await readRecords(data);
  expect(records).toMatchObject({ records: WARM + REQUESTS + STREAMS, incomplete: 0 });
  const per = (count: number, of: number): number => Math.round((100 * count) / of) / 100;
  return {
    'bytes allocated per request': Math.round((second.heap - first.heap) / REQUESTS),
    'JSON texts built per request': per(second.textsBuilt - first.textsBuilt, REQUESTS),
    'JSON texts parsed per request': per(second.textsParsed - first.textsParsed, REQUESTS),
    // Lent reservations are sent in batches whose size depends on the machine: fewer than one message per request.
    'ledger messages per request': Math.ceil((second.ledgerMessages - first.ledgerMessages) / REQUESTS),
    'JSON texts built per stream': per(third.textsBuilt - second.textsBuilt, STREAMS),
    'JSON texts parsed per stream': per(third.textsParsed - second.textsParsed, STREAMS),
    'log bytes per request': Math.round(records.bytes / records.records),
  };
}

/** Lines of the decision log are written in batches: read when the last batch has been written, and not before. */
async function settled(child: ChildProcess): Promise<Work> {
  let before = await read(child, 'read');
  for (;;) {
    await setTimeout(QUIET_MS);
    const now = await read(child, 'read');
    if (now.textsBuilt === before.textsBuilt) return now;
    before = now;
  }
}

function addressOf(child: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      said += chunk;
      const url = /listens on (http:\S+)/.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.once('exit', (code) => reject(new Error(`llmr ended with ${code}: ${said}`)));
  });
}

function read(child: ChildProcess, request: 'collect' | 'read'): Promise<Work> {
  return new Promise((resolve) => {
    child.once('message', (work) => resolve(work as Work));
    child.send(request);
  });
}
