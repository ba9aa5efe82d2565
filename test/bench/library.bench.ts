// Measures the standard library of intents: `npm run bench:library`. Prints, for each intent, how many texts of its
// evaluation set are found when a policy imports all intents, and when it imports that one alone.

import { newestIntents } from '../../src/language/library/library-files.ts';
import { libraryHead, type Measured, measure } from '../meaning/library/measure.ts';

const intents = newestIntents();
const whole = libraryHead();
const rows = intents.map((intent) => ({
  all: measure(whole, intent.name),
  alone: measure(libraryHead([intent]), intent.name),
}));

console.log('| intent | found | taken from others | found alone | taken alone |');
console.log('|---|---|---|---|---|');
for (const { all, alone } of rows) console.log(`| \`${all.intent}\` | ${cells(all)} | ${cells(alone)} |`);
const sum = (of: (one: Measured) => number): number => rows.reduce((total, { all }) => total + of(all), 0);
const [right, n] = [sum((one) => one.right), sum((one) => one.own + one.others)];
console.log(`\nall rows read right: ${right} of ${n} (${((100 * right) / n).toFixed(1)} %)`);

function cells({ found, own, accepted, others }: Measured): string {
  return `${found} of ${own} | ${accepted} of ${others}`;
}
