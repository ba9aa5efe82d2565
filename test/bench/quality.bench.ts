// Measures learning from outcomes: `npm run bench:quality -- DATA_DIR [TEXTS.jsonl…]`.
// DATA_DIR holds gsm8k.jsonl.gz and mt-bench.jsonl.gz. First the anchors, which must come out as published; then
// GSM8K learnt on one half and judged on the other, five times. TEXTS hold `{text, intent}` a line: tables are made up
// for them (topic-tables.ts), learnt and judged on other rows of the same topics and on other topics.
// Prints figures and keeps nothing: the data is not ours.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { learnQuality } from '../../src/language/learning/learn-quality.ts';
import type { Outcomes } from '../../src/language/learning/outcome-rows.ts';
import { readOutcomes } from '../../src/language/learning/read-outcomes.ts';
import { generator, mean, routingCurve } from '../../src/language/learning/routing-curve.ts';
import { surfaceFeatures } from '../../src/language/quality/prompt-features.ts';
import { readComplexity } from '../../src/language/quality/read-complexity.ts';
import { readOutcomeFile } from '../../src/meaning/read-outcome-file.ts';
import { anchorsOf, KINDS, outcomesOf, type SortedText, shuffled, topicTable } from './topic-tables.ts';

const [directory, ...textFiles] = process.argv.slice(2);
if (directory === undefined) {
  console.error('usage: node test/bench/quality.bench.ts DATA_DIR [TEXTS.jsonl…]');
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
  ).pairs;
  if (pair === undefined) continue;
  values.push(pair.apgr.value);
  console.log(
    `GSM8K half ${seed}: APGR ${pair.apgr.value.toFixed(3)} (${pair.apgr.low.toFixed(3)} to ${pair.apgr.high.toFixed(3)}), ` +
      `CPT50 ${pair.cpt50.toFixed(3)}, CPT80 ${pair.cpt80.toFixed(3)}, ${((performance.now() - began) / 1000).toFixed(1)} s`,
  );
}
console.log(`mean APGR over ${values.length} halves: ${mean(values).toFixed(3)}`);

const groups = (await load('mt-bench.jsonl.gz')).rows;
const judgedGroups = Array.from({ length: 8 }, (_, seed) => {
  const held = new Set(shuffled([...new Set(groups.map((row) => row.intent))], seed + 1).slice(0, 4));
  return learnt(
    groups.filter((row) => !held.has(row.intent)),
    groups.filter((row) => held.has(row.intent)),
  );
});
console.log(
  `MT-Bench, four groups of eight held out, mean of 8 draws: APGR ${mean(judgedGroups).toFixed(3)}`,
);

const texts = textFiles.flatMap(sortedTexts);
const SEEDS = [1, 2, 3, 4];
for (const kind of texts.length === 0 ? [] : KINDS) {
  const figures = SEEDS.map((seed) => {
    const { rows, topics } = topicTable(texts, kind, seed);
    const [taught, judged] = [
      rows.slice(0, Math.floor(0.6 * rows.length)),
      rows.slice(Math.floor(0.6 * rows.length)),
    ];
    const held = new Set(topics.slice(0, 19));
    const [others, unseen] = [
      rows.filter((row) => !held.has(row.topic)),
      rows.filter((row) => held.has(row.topic)),
    ];
    return {
      ...anchorsOf(taught, judged),
      seen: learnt(outcomesOf(taught).rows, outcomesOf(judged).rows),
      truthUnseen: anchorsOf(others, unseen).truth,
      unseen: learnt(outcomesOf(others).rows, outcomesOf(unseen).rows),
      outOfFold: learnQuality(outcomesOf(taught.slice(0, 1000)), undefined).pairs[0]?.apgr.value ?? 0,
    };
  });
  const told = (name: keyof (typeof figures)[number]) => {
    const values = figures.map((one) => one[name]);
    return `${mean(values).toFixed(3)} (${Math.min(...values).toFixed(3)} to ${Math.max(...values).toFixed(3)})`;
  };
  console.log(
    `gain by ${kind}: truth ${told('truth')}, topic table ${told('table')}, learnt ${told('seen')}; ` +
      `topics held out: truth ${told('truthUnseen')}, learnt ${told('unseen')}; 1,000 rows out of fold ${told('outOfFold')}`,
  );
}

const many = Array.from({ length: Math.ceil(14_000 / gsm8k.rows.length) }, (_, copy) =>
  gsm8k.rows.map((row) => ({ ...row, prompt: `${row.prompt} (${copy})`, intent: `part ${copy}` })),
).flat();
for (const [name, judged] of [
  ['judged on other rows', gsm8k],
  ['judged out of fold', undefined],
] as const) {
  const began = performance.now();
  learnQuality({ ...gsm8k, rows: many.slice(0, 14_000) }, judged);
  console.log(`14,000 rows, ${name}: learnt in ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

function learnt(rows: Outcomes['rows'], judged: Outcomes['rows']): number {
  const of = (from: Outcomes['rows']) => ({ ...gsm8k, rows: from });
  return learnQuality(of(rows), of(judged)).pairs[0]?.apgr.value ?? Number.NaN;
}

function sortedTexts(file: string): SortedText[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter(Boolean).flatMap((line) => {
    const { text, intent } = JSON.parse(line) as { text: string; intent: string | null };
    return intent === null ? [] : [{ text, topic: intent }];
  });
}

async function load(file: string): Promise<Outcomes> {
  return readOutcomes((await readOutcomeFile(join(directory ?? '', file))) ?? '');
}
