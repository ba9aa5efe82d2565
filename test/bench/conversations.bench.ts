// Measures how often a conversation keeps its intent: `node test/bench/conversations.bench.ts POLICY PAIRS UNRELATED...`.
// PAIRS holds conversations, one {"turns": [first, second, ...]} a line; UNRELATED requests that begin a subject of
// their own, one {"text": ...} or {"turns": [...]} a line, of which the first is taken. Each second turn, and each
// unrelated request, follows a first turn that has an intent: that of its conversation, and examples of the policy.
// Prints figures and keeps nothing: the data is not ours.

import { readFileSync } from 'node:fs';
import { createIntentReadings } from '../../src/gateway/facts/intent-readings.ts';
import type { RequestView } from '../../src/gateway/facts/request-view.ts';
import { compile } from '../../src/language/compile.ts';
import type { Head, IntentReading } from '../../src/language/heads/head.ts';
import { readIntent } from '../../src/language/heads/read-intent.ts';
import { trainHead } from '../../src/language/heads/train-head.ts';
import { createSource } from '../../src/language/text/source.ts';
import { wordVectors } from '../../src/meaning/word-vectors.ts';

const [policy, pairs, ...unrelated] = process.argv.slice(2);
if (policy === undefined || pairs === undefined || unrelated.length === 0) {
  console.error('usage: node test/bench/conversations.bench.ts POLICY PAIRS UNRELATED...');
  process.exit(2);
}
const MOST_UNRELATED = 400;
const { jobs } = compile([createSource(policy, readFileSync(policy, 'utf8'))], new Map());
const [job] = jobs;
if (job === undefined) throw new Error(`${policy} has no intents`);
const head = trainHead(job, { kind: 'words', table: wordVectors() });
const examples = job.intents.map(({ like }) => like[0] ?? '');
const conversations = load(pairs).filter(({ length }) => length > 1);
const openers = conversations.map(([first = '']) => first).filter((text) => intentOf([text]) !== null);

console.log(`${openers.length} of ${conversations.length} conversations begin with an intent`);
report(
  'second turns, after their own first turn',
  conversations.filter(([first = '']) => openers.includes(first)),
);
report(
  'second turns, after examples',
  crossed(
    conversations.map(([, second = '']) => second),
    examples,
  ),
);
for (const file of unrelated) {
  const texts = thinned(load(file).map(([first = '']) => first));
  if (openers.length > 0) report(`${file}, after first turns`, crossed(texts, openers));
  report(`${file}, after examples`, crossed(texts, examples));
}

function load(file: string): string[][] {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const row = JSON.parse(line) as { text?: string; turns?: string[] };
    return row.turns ?? [row.text ?? ''];
  });
}

function thinned(texts: readonly string[]): string[] {
  const step = Math.ceil(texts.length / MOST_UNRELATED);
  return texts.filter((_, at) => at % step === 0);
}

/** Each text after one of the openers, in turn; never after itself. */
function crossed(texts: readonly string[], after: readonly string[]): string[][] {
  return texts.flatMap((text, at) => {
    const opener = after[at % after.length] ?? '';
    return opener === text ? [] : [[opener, text]];
  });
}

/** Of the conversations whose second turn alone has another intent than the first, or none: those that keep it. */
function report(name: string, talks: readonly string[][]): void {
  let open = 0;
  let kept = 0;
  let reached = 0;
  for (const [first = '', second = ''] of talks) {
    const opener = intentOf([first]);
    const intent = intentOf([first, second]);
    if (intent === opener) reached++;
    if (opener === null || intentOf([second]) === opener) continue;
    open++;
    if (intent === opener) kept++;
  }
  console.log(
    `${name}: ${percent(kept, open)} kept (${kept} of ${open}), ${percent(reached, talks.length)} on the first turn's intent`,
  );
}

function intentOf(turns: readonly string[]): string | null {
  return readingOf(head, turns)?.intent ?? null;
}

/** As the service reads a request. */
function readingOf(one: Head, turns: readonly string[]): IntentReading | undefined {
  const view: Pick<RequestView, 'lastUserText' | 'earlierUserTexts'> = {
    lastUserText: turns.at(-1) ?? '',
    earlierUserTexts: turns.slice(0, -1),
  };
  const readings = createIntentReadings({
    view: view as RequestView,
    heads: new Map([[one.group, one]]),
    reader: { read: (each, text) => ({ reading: readIntent(each, text) }) },
    secondLookWithin: undefined,
    keeps: true,
    note: () => {},
  });
  return readings.read(one.group) as IntentReading | undefined;
}

function percent(part: number, of: number): string {
  return of === 0 ? 'none' : `${Math.round((100 * part) / of)} %`;
}
