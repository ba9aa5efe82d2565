// Tables of outcomes made up for texts that are sorted by topic: 57 topics, one cheap and one strong model that answer
// right or not, and a gain that depends on the topic, on words or their meaning, or on nothing. What is to be found is known, so
// that a learnt signal can be held against the truth. Keeps no text.

import { densePart } from '../../src/language/heads/dense-part.ts';
import { wordsOf } from '../../src/language/heads/ngrams.ts';
import type { Outcomes } from '../../src/language/learning/outcome-rows.ts';
import { generator, mean, routingCurve } from '../../src/language/learning/routing-curve.ts';
import { wordVectors } from '../../src/meaning/word-vectors.ts';

export interface SortedText {
  readonly text: string;
  readonly topic: string;
}

/** What the gain depends on: each topic's own, the topic's words, what the topic means, the prompt's words, nothing. */
export const KINDS = [
  'topic',
  'words of the topic',
  'meaning of the topic',
  'words of the prompt',
  'nothing',
] as const;
export type Kind = (typeof KINDS)[number];

export interface TopicTable {
  readonly rows: readonly TopicRow[];
  readonly topics: readonly string[];
}
interface TopicRow extends SortedText {
  readonly cheap: number;
  readonly strong: number;
  /** What the gain is on average, were the prompt asked many times. */
  readonly truth: number;
}

const TOPICS = 57;
/** Of the gain, over prompts: as on a published table where a perfect topic signal is worth 0.68. */
const GAIN = { mean: 0.13, spread: 0.082 };
const CHEAP = 0.67;

export function topicTable(texts: readonly SortedText[], kind: Kind, seed: number): TopicTable {
  const random = randomOf(seed);
  const topics = shuffled([...new Set(texts.map((one) => one.topic))], seed).slice(0, TOPICS);
  const chosen = new Set(topics);
  const own = shuffled(
    texts.filter((one) => chosen.has(one.topic)),
    seed,
  );
  const level = standardised(own.map(levels(own, kind, random)));
  const rows = own.map((one, at) => {
    const gain = GAIN.mean + (kind === 'nothing' ? 0 : GAIN.spread * (level[at] ?? 0));
    const cheap = CHEAP - 0.4 * (gain - GAIN.mean);
    const strong = Math.max(0, Math.min(1, cheap + gain));
    return {
      ...one,
      cheap: Number(random() < cheap),
      strong: Number(random() < strong),
      truth: strong - cheap,
    };
  });
  return { rows, topics };
}

function levels(texts: readonly SortedText[], kind: Kind, random: () => number): (one: SortedText) => number {
  const byTopic = Map.groupBy(texts, (one) => one.topic);
  if (kind === 'meaning of the topic') {
    const meanings = new Map([...byTopic].map(([topic, own]) => [topic, meaningOf(own)]));
    const direction = Float64Array.from({ length: wordVectors().dimensions }, () => normal(random));
    const levelOf = (topic: string) =>
      meanings.get(topic)?.reduce((sum, value, at) => sum + value * (direction[at] ?? 0), 0) ?? 0;
    return ({ topic }) => levelOf(topic);
  }
  const topicsOfWord = new Map<string, Set<string>>();
  for (const { text, topic } of texts) {
    for (const word of wordsOf(text))
      topicsOfWord.set(word, (topicsOfWord.get(word) ?? new Set()).add(topic));
  }
  // Only words that topics share, and that are not everywhere, can carry a gain to other topics.
  const weights = new Map<string, number>();
  for (const [word, inside] of topicsOfWord)
    if (inside.size >= 4 && inside.size < 0.8 * byTopic.size) weights.set(word, normal(random));
  const ofText = ({ text }: SortedText) => mean(wordsOf(text).map((word) => weights.get(word) ?? 0));
  const ofTopic = new Map(
    [...byTopic].map(([topic, own]) => [
      topic,
      kind === 'topic' ? normal(random) : mean(own.map((one) => ofText(one))),
    ]),
  );
  return kind === 'words of the prompt' ? ofText : ({ topic }) => ofTopic.get(topic) ?? 0;
}

/** The mean of its texts' word vectors. */
function meaningOf(texts: readonly SortedText[]): Float64Array {
  const table = wordVectors();
  const sum = new Float64Array(table.dimensions);
  for (const { text } of texts)
    densePart(text, { kind: 'words', table }).forEach((value, at) => {
      sum[at] = (sum[at] ?? 0) + value / texts.length;
    });
  return sum;
}

export function outcomesOf(rows: readonly TopicRow[]): Outcomes {
  return {
    rows: rows.map(({ text, topic, cheap, strong }) => ({
      prompt: text,
      intent: topic,
      quality: new Map([
        ['cheap', cheap],
        ['strong', strong],
      ]),
    })),
    contaminated: 0,
    faults: [],
    scale: 1,
  };
}

/** What knowing each prompt's true gain is worth, and knowing the mean of its topic among `taught`. */
export function anchorsOf(taught: readonly TopicRow[], judged: readonly TopicRow[]) {
  const byTopic = Map.groupBy(taught, (row) => row.topic);
  const table = new Map(
    [...byTopic].map(([topic, own]) => [topic, mean(own.map((row) => row.strong - row.cheap))]),
  );
  const worth = (score: (row: TopicRow) => number) =>
    routingCurve(judged.map((row) => ({ ...row, score: score(row) }))).apgr;
  return { truth: worth((row) => row.truth), table: worth((row) => table.get(row.topic) ?? 0) };
}

export function shuffled<T>(rows: readonly T[], seed: number): T[] {
  const random = randomOf(seed);
  return rows
    .map((row) => ({ row, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ row }) => row);
}

function randomOf(seed: number): () => number {
  const random = generator(seed * 7919);
  for (let burn = 0; burn < 10; burn++) random();
  return random;
}

/** Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random());
}

function standardised(values: readonly number[]): number[] {
  const middle = mean(values);
  const spread = Math.sqrt(mean(values.map((value) => (value - middle) ** 2))) || 1;
  return values.map((value) => (value - middle) / spread);
}
