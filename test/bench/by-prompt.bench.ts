// What `good enough … by prompt` is worth: `npm run bench:by-prompt -- OUTCOMES [HALVES] [MODEL,MODEL…]`.
// OUTCOMES is a file as `llmr learn` reads it, with costs. Random halves: learned on one, routed on the other, for
// every bound that the file can keep. Prints quality above three rivals at equal cost with 95 % intervals, and for some
// bounds what was asked for, promised and measured. Prints figures and keeps nothing: the data is not llmr's.

import { readOutcomes } from '../../src/language/learning/read-outcomes.ts';
import { mean } from '../../src/language/learning/routing-curve.ts';
import { readOutcomeFile } from '../../src/meaning/read-outcome-file.ts';
import { choose, gainsOf, intervals, pointOf, wholeRows } from './route-outcomes.ts';
import { shuffled } from './topic-tables.ts';

const [file, halves = '3', only = ''] = process.argv.slice(2);
const text = file === undefined ? undefined : await readOutcomeFile(file);
if (text === undefined) {
  console.error('usage: node test/bench/by-prompt.bench.ts OUTCOMES [HALVES] [MODEL,MODEL…]');
  process.exit(2);
}
const { rows: read, scale, faults } = readOutcomes(text);
for (const { line, why } of faults.slice(0, 3)) console.log(`line ${line} ${why}`);
const named = only.split(',').filter(Boolean);
const models = named.length > 0 ? named : [...new Set(read.flatMap(({ quality }) => [...quality.keys()]))];
const rows = wholeRows(read, scale, models);
console.log(`${rows.length} prompts with ${models.length} models and their costs`);

const all = Array.from({ length: Number(halves) }, (_, seed) => {
  const order = shuffled(rows, seed + 1);
  const half = Math.floor(order.length / 2);
  const judged = order.slice(half);
  const choices = choose(order.slice(0, half), judged);
  const once = judged.map(() => 1);
  const gain = gainsOf(judged, choices, once);
  const sure = intervals(judged, choices);
  const words = (name: keyof typeof gain) =>
    `${gain[name].toFixed(2)} (${sure[name][0].toFixed(2)} to ${sure[name][1].toFixed(2)})`;
  console.log(
    `half ${seed + 1}: points above the best fixed mix ${words('mix')}, above the intent table ${words('table')}, above the intent table without intervals ${words('expected')}`,
  );
  const [cheapest] = choices.byPrompt;
  const mixed = choices.byPrompt.filter(({ chosen }) => String(chosen) !== String(cheapest?.chosen));
  for (const { bound, chosen } of mixed.filter((_, at) => at % 4 === 0)) {
    const { cost, quality } = pointOf(judged, chosen, once);
    console.log(`  asked ${bound} %: measured ${quality.toFixed(1)} %, $${cost.toPrecision(3)} per request`);
  }
  const broken = choices.byPrompt.filter(
    ({ bound, chosen }) => pointOf(judged, chosen, once).quality < bound,
  );
  console.log(`  ${broken.length} of ${choices.byPrompt.length} bounds missed on these prompts`);
  return gain;
});
for (const name of ['mix', 'table', 'expected'] as const)
  console.log(`mean above ${name}: ${mean(all.map((one) => one[name])).toFixed(2)} points`);
