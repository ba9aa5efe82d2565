// How well a learning curve foresees growth: `node test/bench/learning-curve.bench.ts DATA_DIR [DRAWS]`. DATA_DIR holds
// train-10.jsonl and test.jsonl of CLINC150. Draws intents, trains with n examples each and with ten more (taken from
// the test set), and compares the real growth of the share that is found on the rest with the estimate of the first
// head. Prints figures and keeps nothing: the data is not ours.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Head } from '../../src/language/heads/head.ts';
import { type LabelledRow, readLabelledRows } from '../../src/language/heads/labelled-rows.ts';
import { readIntent } from '../../src/language/heads/read-intent.ts';
import { trainHead } from '../../src/language/heads/train-head.ts';
import { trainingJob } from '../../src/language/heads/training-job.ts';
import { wordVectors } from '../../src/meaning/word-vectors.ts';

const MORE = 10;
const directory = process.argv[2];
const draws = Number(process.argv[3] ?? 3);
if (directory === undefined) {
  console.error('usage: node test/bench/learning-curve.bench.ts DATA_DIR [DRAWS]');
  process.exit(2);
}
const [train, test] = ['train-10.jsonl', 'test.jsonl'].map((file) => byIntent(join(directory, file)));
const names = [...(train?.keys() ?? [])];
const random = generator(5);
const all: { real: number; estimated: number; low: number; high: number }[] = [];
for (const size of [2, 3, 6, 10, 20])
  for (const examples of [3, 5, 7, 9]) {
    const some = Array.from({ length: draws }, () => oneDraw(size, examples)).filter(
      (one) => one !== undefined,
    );
    all.push(...some);
    report(`${size} intents × ${examples}`, some);
  }
report('all', all);

function oneDraw(size: number, examples: number) {
  const rest = [...names];
  const chosen = Array.from(
    { length: size },
    () => rest.splice(Math.floor(random() * rest.length), 1)[0] ?? '',
  );
  const now = headOf(chosen, examples);
  const { tenMore } = now.calibration.curve ?? {};
  if (tenMore === undefined) return undefined;
  const real = foundBy(headOf(chosen, examples + MORE), chosen) - foundBy(now, chosen);
  return { real, estimated: tenMore.gain, low: tenMore.low, high: tenMore.high };
}

/** The first ten of the test set's texts of an intent are further examples, the others are measured. */
function headOf(chosen: readonly string[], examples: number): Head {
  const like = (name: string) => [...(train?.get(name) ?? []), ...(test?.get(name) ?? []).slice(0, MORE)];
  const intents = chosen.map((name) => ({ name, like: like(name).slice(0, examples), not: [] }));
  return trainHead(trainingJob('intent', intents), { kind: 'words', table: wordVectors() });
}

function foundBy(head: Head, chosen: readonly string[]): number {
  const found = chosen.flatMap((name) =>
    (test?.get(name) ?? []).slice(MORE).map((text) => readIntent(head, text).intent === name),
  );
  return found.filter(Boolean).length / found.length;
}

function report(what: string, some: readonly (typeof all)[number][]): void {
  if (some.length === 0) return;
  const mean = (of: (one: (typeof all)[number]) => number) =>
    ((100 * some.reduce((sum, one) => sum + of(one), 0)) / some.length).toFixed(1);
  console.log(
    `${what}: ten more bring ${mean((one) => one.real)} points, estimated ${mean((one) => one.estimated)}, ` +
      `off by ${mean((one) => Math.abs(one.real - one.estimated))}; in the interval ` +
      `${mean(({ real, low, high }) => Number(real >= low - 0.02 && real <= high + 0.02))} % (2 points of rounding)`,
  );
}

function byIntent(file: string): ReadonlyMap<string, readonly string[]> {
  const { rows } = readLabelledRows(readFileSync(file, 'utf8'));
  const named = rows.filter((row): row is LabelledRow & { intent: string } => row.intent !== null);
  return new Map(
    [...Map.groupBy(named, ({ intent }) => intent)].map(([intent, of]) => [
      intent,
      of.map(({ text }) => text),
    ]),
  );
}

function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
