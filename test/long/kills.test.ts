/**
 * Two hundred kills without warning while many callers ask: the next start takes the books as they were left. Nothing
 * that the provider answered is missing from them, and they are above it by no more than the open slack and the estimates
 * of the calls that were under way. And two hundred of the ledger alone, which then spends up to its limit.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, test } from 'vitest';
import { openSqliteLedger } from '../../src/gateway/ledger/sqlite-ledger.ts';
import { bucketOf } from '../gateway/ledger/buckets.ts';
import { booksOf, COST_OF_ONE, load, placeFor, startCountingProvider } from '../support/stop-under-load.ts';

const CALLERS = 10;
const PER_TOKEN = 0.01;
const COST = COST_OF_ONE * PER_TOKEN;
/** `output 16`: what is reserved for one call. */
const ESTIMATE = 16 * PER_TOKEN;
/** Dollars, at each kill: a budget of $900M lends the most. */
const SLACK = 1;
/** Dollars are added as binary fractions here. */
const NOISE = 1e-6;

const provider = await startCountingProvider(15);
const place = placeFor(provider, PER_TOKEN);
const folder = mkdtempSync(join(tmpdir(), 'llmr-kills-'));
afterAll(() => {
  place.remove();
  provider.close();
  rmSync(folder, { recursive: true, force: true });
});

test('two hundred kills of the service', async () => {
  for (let round = 0; round < 200; round += 1) {
    const asked = provider.counts.asked;
    const service = await place.start();
    const callers = load(service.url, CALLERS);
    while (provider.counts.asked - asked < 15 + (round % 40))
      await new Promise((resolve) => setTimeout(resolve, 2));
    service.signal('SIGKILL');
    await service.ended;
    await callers.stop();
  }
  const last = await place.start();
  last.signal('SIGTERM');
  expect((await last.ended).code).toBe(0);
  const books = booksOf(place.data);
  const { asked, whole } = provider.counts;
  console.log(`asked ${asked}, whole ${whole}, books $${books.dollars}`);
  expect(books.open).toBe(0);
  expect(books.dollars).toBeGreaterThanOrEqual(whole * COST - NOISE);
  // Reserved and not yet arrived at the provider, or under way: one per caller at each kill.
  expect(books.dollars).toBeLessThanOrEqual(asked * COST + 200 * (CALLERS * ESTIMATE + SLACK) + NOISE);
}, 3_600_000);

test('two hundred kills of the ledger, which lends 20 calls, and then its limit', async () => {
  const path = join(folder, 'ledger.sqlite');
  const [limit, slack, lanes] = [2_400_000n, 2_000n, 40n];
  const bucket = { ...bucketOf('cap', limit), slack };
  const reserved = new Set<string>();
  const settled = new Set<string>();
  let full = false;
  for (let round = 0; !full; round += 1) {
    const turns = round < 200 ? ['4'] : ['Infinity'];
    const child = run(path, String(limit), ...turns, String(slack));
    let seen = 0;
    createInterface({ input: child.stdout ?? process.stdin }).on('line', (line) => {
      const [word, id = ''] = line.split(' ');
      if (word === 'reserved') reserved.add(id);
      if (word === 'settled') settled.add(id);
      if (word === 'full') full = true;
      if ((round < 200 && ++seen > 40 + (round % 60)) || full) child.kill('SIGKILL');
    });
    await new Promise((resolve) => child.once('close', resolve));
    const ledger = await openSqliteLedger(path);
    const used = (await ledger.used([bucket], Date.now())).get('cap') ?? 0n;
    await ledger.close();
    const open = BigInt([...reserved].filter((id) => !settled.has(id)).length);
    const spent = BigInt(settled.size) * 60n;
    // A call that was heard to be reserved only may have cost its whole estimate.
    expect(used).toBeGreaterThanOrEqual(spent + open * 60n);
    expect(used).toBeLessThanOrEqual(spent + BigInt(round + 1) * (slack + lanes * 100n));
    expect(used).toBeLessThanOrEqual(limit);
    if (full) expect(round).toBeGreaterThan(199);
  }
}, 3_600_000);

function run(path: string, ...spending: readonly string[]): ChildProcess {
  const script = new URL('../gateway/ledger/spend-until-killed.ts', import.meta.url).pathname;
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, path, ...spending], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
