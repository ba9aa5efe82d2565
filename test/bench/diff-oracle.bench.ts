/**
 * Whether `llmr diff` tells the truth: `npm run bench:diff`. 10,000 pairs of random policy sets over the whole grammar,
 * each edited in one to three clauses and held against an oracle that shares no code with the analysis. Prints how many
 * pairs changed each clause of the grammar. Exits 1 on any fault, or where fewer than 50 pairs changed a clause.
 * `--pairs N` and `--seed N` for another run.
 */

import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import {
  clausesUnder,
  type PairRun,
  type PairRunOptions,
  runPairs,
} from '../support/policy-pairs/run-pairs.ts';

const LEAST = 50;
const WORKERS = 2;
const SHOWN = 20;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { pairs: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
  });
  const [pairs, seed] = [Number(values.pairs), Number(values.seed)];
  const began = performance.now();
  const shares = Array.from({ length: WORKERS }, (_, index): PairRunOptions => {
    const share = Math.ceil(pairs / WORKERS);
    return { seed: seed + index * 1_000_000, pairs: share, requests: 100 };
  });
  const runs = await Promise.all(shares.map(inWorker));
  const counts = new Map<string, number>();
  for (const run of runs)
    for (const [clause, count] of run.counts) counts.set(clause, (counts.get(clause) ?? 0) + count);
  const sum = (of: (run: PairRun) => number): number => runs.reduce((total, run) => total + of(run), 0);

  for (const [clause, count] of counts) console.log(`${String(count).padStart(6)}  ${clause}`);
  const faults = runs.flatMap((run) => run.faults);
  for (const fault of faults.slice(0, SHOWN)) console.log(`\n${fault}`);
  const few = clausesUnder(LEAST, { counts });
  for (const line of few) console.log(`\nfewer than ${LEAST} pairs changed ${line}`);
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(
    `\n${sum((run) => run.pairs)} pairs, ${sum((run) => run.requests)} requests in ${seconds} s: ${faults.length} faults; ${sum((run) => run.same)} pairs change nothing and are called unchanged; ${counts.size} clauses, ${few.length} changed too seldom`,
  );
  process.exitCode = faults.length > 0 || few.length > 0 ? 1 : 0;
}

function inWorker(options: PairRunOptions): Promise<PairRun> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: options });
    worker.once('message', resolve).once('error', reject);
  });
}

if (isMainThread) await main();
else parentPort?.postMessage(runPairs(workerData as PairRunOptions));
