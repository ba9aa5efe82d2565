// Measures intent heads on CLINC150: `node test/bench/intents.bench.ts DATA_DIR [quick]`.
// DATA_DIR holds train-5.jsonl, train-10.jsonl and test.jsonl, one {text, intent} a line, intent null out of scope.
// Prints figures and keeps nothing: the data is not ours.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Head } from '../../src/language/heads/head.ts';
import { judgeReadings } from '../../src/language/heads/judge-readings.ts';
import { readIntent } from '../../src/language/heads/read-intent.ts';
import { trainHead } from '../../src/language/heads/train-head.ts';
import { trainingJob } from '../../src/language/heads/training-job.ts';
import { wordVectors } from '../../src/meaning/word-vectors.ts';

interface Row {
  readonly text: string;
  readonly intent: string | null;
}

const DRAWS = 10;
const directory = process.argv[2];
if (directory === undefined) {
  console.error('usage: node test/bench/intents.bench.ts DATA_DIR [quick]');
  process.exit(2);
}
const test = load('test.jsonl');
for (const shots of [5, 10]) {
  const train = load(`train-${shots}.jsonl`);
  for (const size of [1, 2, 5, 10, 20]) reportSubsets(train, size, shots);
  if (process.argv[3] !== 'quick') reportWhole(train, shots);
}
reportSpeed();

function load(file: string): Row[] {
  const lines = readFileSync(join(directory ?? '', file), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as Row);
}

function headOf(train: readonly Row[], intents: readonly string[]): Head {
  return trainHead(
    trainingJob(
      'intent',
      intents.map((name) => ({
        name,
        like: train.filter((row) => row.intent === name).map((row) => row.text),
        not: [],
      })),
    ),
    { kind: 'words', table: wordVectors() },
  );
}

interface Figures {
  readonly best: number;
  readonly recall: number;
  readonly rejected: number;
  readonly accepted: number;
  readonly auroc: number;
  readonly error: number;
}

/** best: right without rejection; recall: right and taken; rejected: in scope and not taken; accepted: out of scope and taken; error: calibration. */
function figuresOf(head: Head, rows: readonly Row[]): Figures {
  const figures = judgeReadings(
    head.labels,
    rows.map((row) => ({ row, reading: readIntent(head, row.text) })),
  );
  return {
    best: figures.accuracy ?? 0,
    recall: figures.inScopeAccuracy ?? 0,
    rejected: figures.rejectRate ?? 0,
    accepted: 1 - (figures.oosRecall ?? 1),
    auroc: figures.oosAuroc ?? Number.NaN,
    error: figures.ece,
  };
}

function reportSubsets(train: readonly Row[], size: number, shots: number): void {
  const all = [...new Set(train.map((row) => row.intent ?? ''))];
  const random = generator(size * 1000 + shots);
  const draws: Figures[] = [];
  let trained = 0;
  for (let draw = 0; draw < DRAWS; draw++) {
    const rest = [...all];
    const chosen = Array.from(
      { length: size },
      () => rest.splice(Math.floor(random() * rest.length), 1)[0] ?? '',
    );
    const began = performance.now();
    const head = headOf(train, chosen);
    trained += performance.now() - began;
    draws.push(figuresOf(head, test));
  }
  const mean = (of: (one: Figures) => number) => draws.reduce((sum, one) => sum + of(one), 0) / draws.length;
  const worst = Math.max(...draws.map((one) => one.accepted));
  console.log(
    `${size} intents × ${shots}: best ${percent(mean((d) => d.best))}, in scope taken ${percent(mean((d) => d.recall))}, ` +
      `out of scope accepted ${percent(mean((d) => d.accepted))} (worst draw ${percent(worst)}), ` +
      `AUROC ${mean((d) => d.auroc).toFixed(3)}, trained in ${(trained / DRAWS).toFixed(0)} ms`,
  );
}

function reportWhole(train: readonly Row[], shots: number): void {
  const began = performance.now();
  const head = headOf(train, [...new Set(train.map((row) => row.intent ?? ''))]);
  const trained = performance.now() - began;
  const figures = figuresOf(head, test);
  console.log(
    `CLINC150 × ${shots}: accuracy ${percent(figures.best)} (held out ${percent(head.calibration.accuracy)}), in scope taken ${percent(figures.recall)}, rejected ${percent(figures.rejected)}, ` +
      `out of scope rejected ${percent(1 - figures.accepted)}, AUROC ${figures.auroc.toFixed(3)}, ` +
      `ECE ${figures.error.toFixed(3)}, ${head.columns.length} columns, trained in ${(trained / 1000).toFixed(1)} s`,
  );
  time(head, `${head.labels.length} intents`);
}

function reportSpeed(): void {
  const train = load('train-10.jsonl');
  const intents = [...new Set(train.map((row) => row.intent ?? ''))];
  for (const count of [5, intents.length])
    time(headOf(train, intents.slice(0, count)), `${Math.min(count, intents.length)} intents`);
}

/**
 * Texts of given lengths put together from test utterances, so that they hold known and unknown words; as one sentence
 * and as many, which are tried one by one. A head's first texts are timed too: it has met none of their words.
 */
function time(head: Head, name: string): void {
  const utterances = test.map((row) => row.text);
  for (const [tokens, words] of [
    [10, 8],
    [30, 24],
    [1000, 770],
  ] as const)
    for (const joint of [' ', '. ']) {
      const texts = Array.from({ length: 200 }, (_, at) => textOf(utterances, at * 27, words, joint));
      const unused = { ...head };
      const [first, later] = [texts, texts].map((those) =>
        p50And99(those.map((text) => timed(unused, text))),
      );
      console.log(
        `  ${name}, ${tokens} tokens, ${joint === ' ' ? 'one sentence' : 'sentences'}: ${later}; the first time ${first}`,
      );
    }
}

/** Every seventh utterance from `from` on, so that they speak of different things, up to a number of words. */
function textOf(utterances: readonly string[], from: number, words: number, joint: string): string {
  const taken: string[] = [];
  for (let at = from, sum = 0; sum < words; at += 7) {
    const utterance = utterances[at % utterances.length] ?? '';
    const room = utterance.split(' ').slice(0, words - sum);
    taken.push(room.join(' '));
    sum += room.length;
  }
  return taken.join(joint);
}

function timed(head: Head, text: string): number {
  const began = performance.now();
  readIntent(head, text);
  return performance.now() - began;
}

function p50And99(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * sorted.length)]?.toFixed(3);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
}

function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
