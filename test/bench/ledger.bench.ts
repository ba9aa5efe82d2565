/**
 * Reserve and settle pairs per second of the ledger on disk, and how long a reservation takes:
 * `node test/bench/ledger.bench.ts [--seconds 3] [--folder DIR]`. `lent` is a budget of $50,000, `durable every` one
 * that waits for the disk at each reservation and each settlement.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bucket } from '../../src/gateway/ledger/ledger.ts';
import { openSqliteLedger } from '../../src/gateway/ledger/sqlite-ledger.ts';
import { median } from './load.ts';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '3' }, folder: { type: 'string', default: tmpdir() } },
});
const MILLISECONDS = Number(values.seconds) * 1_000;

/** A reservation of $0.002 that settles at $0.0015, again and again in each lane. */
async function measure(lanes: number, more: Partial<Bucket>): Promise<{ perSecond: number; p50: number }> {
  const folder = mkdtempSync(join(values.folder, 'llmr-ledger-bench-'));
  const ledger = await openSqliteLedger(join(folder, 'ledger.sqlite'));
  const resetsAt = Date.now() + 86_400_000;
  const bucket: Bucket = { key: 'cap', name: 'cap', unit: 'usd', limit: 50_000_000_000n, resetsAt, ...more };
  const times: number[] = [];
  let pairs = 0;
  const began = performance.now();
  const lane = async (number: number): Promise<void> => {
    for (let turn = 0; performance.now() - began < MILLISECONDS; turn += 1) {
      const id = `${number}-${turn}`;
      const from = performance.now();
      const reserved = await ledger.reserve(id, [{ bucket, amount: 2_000n }], Date.now());
      times.push(performance.now() - from);
      if (!reserved.ok) throw new Error('the budget of the benchmark is spent');
      // A provider answers later, never within the same turn of the event loop.
      await new Promise((resolve) => setImmediate(resolve));
      await ledger.settle(id, new Map([['cap', 1_500n]]), Date.now());
      pairs += 1;
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)));
  const seconds = (performance.now() - began) / 1_000;
  await ledger.close();
  rmSync(folder, { recursive: true, force: true });
  return { perSecond: pairs / seconds, p50: median(times) };
}

for (const [name, more] of [
  ['lent', { slack: 1_000_000n }],
  ['durable every', { slack: 0n }],
] as const) {
  for (const lanes of [1, 64, 256]) {
    const { perSecond, p50 } = await measure(lanes, more);
    console.log(
      `${name.padEnd(13)} ${String(lanes).padStart(3)} at once: ${perSecond.toFixed(0).padStart(7)} pairs per second, reservation p50 ${p50.toFixed(3)} ms`,
    );
  }
}
