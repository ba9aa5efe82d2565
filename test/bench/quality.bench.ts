// Measures learning from outcomes: `node test/bench/quality.bench.ts DATA_DIR`.
// DATA_DIR holds gsm8k.jsonl.gz and mt-bench.jsonl.gz. First the anchors, which must come out as published; then
// GSM8K learnt on one half and judged on the other, five times. Prints figures and keeps nothing: the data is not ours.

import { join } from 'node:path';
import { learnQuality } from '../../src/language/quality/learn-quality.ts';
import type { Outcomes } from '../../src/language/quality/outcome-rows.ts';
import { surfaceFeatures } from '../../src/language/quality/prompt-features.ts';
import { readComplexity } from '../../src/language/quality/read-complexity.ts';
import { readOutcomes } from '../../src/language/quality/read-outcomes.ts';
import { generator, mean, routingCurve } from '../../src/language/quality/routing-curve.ts';
import { readOutcomeFile } from '../../src/meaning/read-outcome-file.ts';
import { wordVectors } from '../../src/meaning/word-vectors.ts';

const directory = process.argv[2];
if (directory === undefined) {
  console.error('usage: node test/bench/quality.bench.ts DATA_DIR');
  process.exit(2);
}
const gsm8k = await load('gsm8k.jsonl.gz');
const [cheap = '', strong = ''] = [...(gsm8k.rows[0]?.quality.keys() ?? [])];

for (const [name, outcomes] of [
  ['GSM8K', gsm8k],
  ['MT-Bench', await load('mt-bench.jsonl.gz')],
] as const) {
  const scored = (score: (prompt: string, gain: number) => number) =>
    routingCurve(
      outcomes.rows.map(({ prompt = '', quality }) => {
        const [low, high] = [quality.get(cheap) ?? 0, quality.get(strong) ?? 0];
        return { cheap: low, strong: high, score: score(prompt, high - low) };
      }),
    );
  const oracle = scored((_, gain) => gain);
  const random = generator(1);
  const draws = Array.from({ length: 200 }, () => scored(() => random()).apgr);
  const spread = Math.sqrt(mean(draws.map((value) => (value - mean(draws)) ** 2)));
  console.log(
    `${name}: cheap ${oracle.quality[0]?.toFixed(4)}, strong ${oracle.quality.at(-1)?.toFixed(4)}, oracle ${oracle.apgr.toFixed(3)}, ` +
      `random ${mean(draws).toFixed(3)} (sd ${spread.toFixed(3)}), longer first ${scored((prompt) => surfaceFeatures(prompt)[0] ?? 0).apgr.toFixed(3)}, ` +
      `complexity ${scored(readComplexity).apgr.toFixed(3)}`,
  );
}

const values: number[] = [];
for (let seed = 1; seed <= 5; seed++) {
  const order = shuffled(gsm8k.rows, seed);
  const half = Math.floor(order.length / 2);
  const began = performance.now();
  const [pair] = learnQuality(
    { ...gsm8k, rows: order.slice(0, half) },
    { ...gsm8k, rows: order.slice(half) },
    wordVectors(),
  ).pairs;
  if (pair === undefined) continue;
  values.push(pair.apgr.value);
  console.log(
    `GSM8K half ${seed}: APGR ${pair.apgr.value.toFixed(3)} (${pair.apgr.low.toFixed(3)} to ${pair.apgr.high.toFixed(3)}), ` +
      `CPT50 ${pair.cpt50.toFixed(3)}, CPT80 ${pair.cpt80.toFixed(3)}, ${((performance.now() - began) / 1000).toFixed(1)} s`,
  );
}
console.log(`mean APGR over ${values.length} halves: ${mean(values).toFixed(3)}`);

const many = Array.from({ length: Math.ceil(14_000 / gsm8k.rows.length) }, () => gsm8k.rows).flat();
const began = performance.now();
learnQuality({ ...gsm8k, rows: many.slice(0, 14_000) }, gsm8k, wordVectors());
console.log(`14,000 rows learnt in ${((performance.now() - began) / 1000).toFixed(1)} s`);

async function load(file: string): Promise<Outcomes> {
  return readOutcomes((await readOutcomeFile(join(directory ?? '', file))) ?? '');
}

function shuffled<T>(rows: readonly T[], seed: number): T[] {
  const random = generator(seed * 7919);
  for (let burn = 0; burn < 10; burn++) random();
  return rows
    .map((row) => ({ row, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ row }) => row);
}
