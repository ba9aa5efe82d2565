// What labels chosen by `llmr intents suggest` are worth: `node test/bench/suggest.bench.ts POLICY.route ASK PROMPTS.jsonl
// [OTHER.jsonl…]`. Each file has one {text, intent} per line, intent null for none. Questions are chosen from the first
// file and answered by its labels; measured are its texts that were not asked for, all of them, and the other files.
// Prints figures and keeps nothing: the data is not ours.

import { readFileSync } from 'node:fs';
import { collectLabels, openSession, trained } from '../../src/cli/commands/intents/suggest-session.ts';
import type { Head } from '../../src/language/heads/head.ts';
import { routingShares } from '../../src/language/heads/judge-readings.ts';
import { type LabelledRow, readLabelledRows } from '../../src/language/heads/labelled-rows.ts';
import { readIntent } from '../../src/language/heads/read-intent.ts';
import { usablePrompts } from '../../src/language/suggesting/usable-prompts.ts';
import { createSource } from '../../src/language/text/source.ts';
import { openMeaning } from '../../src/meaning/open-meaning.ts';

const [policy, ask, ...files] = process.argv.slice(2);
if (policy === undefined || ask === undefined || files.length === 0) {
  console.error('usage: node test/bench/suggest.bench.ts POLICY.route ASK PROMPTS.jsonl [OTHER.jsonl…]');
  process.exit(2);
}
const sets = files.map((file) => readLabelledRows(readFileSync(file, 'utf8')).rows);
const [pool = [], ...others] = sets;
const sources = [createSource('policy.route', readFileSync(policy, 'utf8'))];
const meaning = openMeaning();
const [compiled] = await trained(meaning, sources);
const [head] = compiled?.heads.values() ?? [];
const group = compiled?.policy.intentGroups.get(head?.group ?? '');
if (compiled === undefined || head === undefined || group === undefined)
  throw new Error(`${policy} has no intents, or does not compile`);

const gold = new Map(pool.map(({ text, intent }) => [text.trim(), intent]));
const known = group.intents.flatMap(({ like, not }) => [...like, ...not].map(({ text }) => text));
const texts = usablePrompts([...gold.keys()], known);
const session = await openSession(meaning, head, group, texts);
const { asked, labels, after } = await collectLabels(
  meaning,
  sources,
  compiled.policy.name,
  session,
  Number(ask),
  (text) => ({ intent: gold.get(text) ?? null }),
);
await meaning.close();

const taught = new Set(labels.filter(({ use }) => use === 'example').map(({ text }) => text));
const unasked = pool.filter(({ text }) => !taught.has(text.trim()));
const none = labels.filter(({ intent }) => intent === null).length;
console.log(`${asked.length} questions of ${texts.length} texts, ${none} answered with none of the intents`);
show(`${files[0]}, without the new examples`, unasked);
show(`${files[0]}, all`, pool);
others.forEach((rows, at) => {
  show(files[at + 1] ?? '', rows);
});
show('all files, without the new examples', [...unasked, ...others.flat()]);

function show(name: string, rows: readonly LabelledRow[]): void {
  const [before, now] = [sharesOf(head as Head, rows), sharesOf(after.head, rows)];
  const points = (share = 0) => (100 * share).toFixed(1);
  const gain = now.overallAccuracy - before.overallAccuracy;
  console.log(
    `${name} (${rows.length}): all right ${points(before.overallAccuracy)} → ${points(now.overallAccuracy)} % (${gain < 0 ? '' : '+'}${points(gain)}), ` +
      `read as theirs ${points(before.inScopeAccuracy)} → ${points(now.inScopeAccuracy)} %, ` +
      `accepted out of scope ${points(before.falseAcceptRate)} → ${points(now.falseAcceptRate)} %`,
  );
}

function sharesOf(of: Head, rows: readonly LabelledRow[]) {
  return routingShares(
    of.labels,
    rows.map((row) => ({ row, reading: readIntent(of, row.text) })),
  );
}
