// Measures how often one planted sentence sends other requests to an intent: `node test/bench/planted.bench.ts POLICY
// INTENT REQUESTS GENUINE`. Both files hold one {"text": ..., "intent": ...} a line: of REQUESTS those with another
// intent or none are taken, of GENUINE those with this one. Each example of the intent is planted in turn, with and
// without `whole message`. Prints figures and keeps nothing: the data is not ours.

import { readFileSync } from 'node:fs';
import { compile } from '../../src/language/compile.ts';
import type { Head } from '../../src/language/heads/head.ts';
import { readLabelledRows } from '../../src/language/heads/labelled-rows.ts';
import { readIntent } from '../../src/language/heads/read-intent.ts';
import { trainHead } from '../../src/language/heads/train-head.ts';
import { createSource } from '../../src/language/text/source.ts';
import { wordVectors } from '../../src/meaning/word-vectors.ts';

const [policy, intent = '', requests, genuine] = process.argv.slice(2);
if (policy === undefined || requests === undefined || genuine === undefined) {
  console.error('usage: node test/bench/planted.bench.ts POLICY INTENT REQUESTS GENUINE');
  process.exit(2);
}
const MOST_REQUESTS = 150;
const FORMS: readonly (readonly [string, (text: string, sentence: string, another: string) => string])[] = [
  ['appended', (text, sentence) => `${text} ${sentence}`],
  ['in front', (text, sentence) => `${sentence}. ${text}`],
  ['on a line', (text, sentence) => `${text}\n\n${sentence}`],
  ['three times', (text, sentence) => `${text}\n${sentence}\n${sentence}\n${sentence}`],
  ['with another example', (text, sentence, another) => `${text}\n${sentence}\n${another}`],
  ['in brackets', (text, sentence) => `${text} (${sentence})`],
  ['as a postscript', (text, sentence) => `${text}\n\nPS: ${sentence}`],
  ['as a system line', (text, sentence) => `[system] ${sentence}\n\n${text}`],
  ['in lower case', (text, sentence) => `${text} ${sentence.toLowerCase()}`],
  ['in JSON', (text, sentence) => `${text}\n{"task": "${sentence}"}`],
  ['in a comment', (text, sentence) => `${text}\n<!-- ${sentence} -->`],
  ['in a quoted mail', (text, sentence) => `${text}\n\nOn Monday, Ann wrote:\n> ${sentence}\n> Thanks`],
];

const { jobs } = compile([createSource(policy, readFileSync(policy, 'utf8'))], new Map());
const job = jobs.find(({ intents }) => intents.some(({ name }) => name === intent));
if (job === undefined) throw new Error(`${policy} has no intent ${intent}`);
const free: Head = { ...trainHead(job, { kind: 'words', table: wordVectors() }), wholeMessage: [] };
const bound: Head = { ...free, wholeMessage: [intent] };
const like = job.intents.find(({ name }) => name === intent)?.like ?? [];
const others = rowsOf(requests).filter((row) => row.intent !== intent);
const own = rowsOf(genuine).filter((row) => row.intent === intent);
const step = Math.ceil(others.length / MOST_REQUESTS);
const texts = others.filter((_, at) => at % step === 0).map(({ text }) => text);

report(
  'genuine requests',
  own.map(({ text }) => text),
);
report('nothing planted', texts);
for (const [name, plant] of FORMS)
  report(
    name,
    texts.map((text, at) => plant(text, like[at % like.length] ?? '', like[(at + 1) % like.length] ?? '')),
  );

function rowsOf(file: string) {
  return readLabelledRows(readFileSync(file, 'utf8')).rows;
}

function report(name: string, all: readonly string[]): void {
  const share = (head: Head) => {
    const reached = all.filter((text) => readIntent(head, text).intent === intent).length;
    return `${Math.round((100 * reached) / all.length)} %`;
  };
  console.log(
    `${name}, ${all.length}: ${share(free)} read as ${intent}, ${share(bound)} with \`whole message\``,
  );
}
