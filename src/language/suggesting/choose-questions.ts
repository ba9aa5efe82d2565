// Which texts a person should label so that the labels help most. Each text needs a label as much as its reading is
// uncertain; a label helps a text as much as it is like the labelled one. Chosen one by one are the texts that help
// the others most beyond what examples and earlier choices already do, times their own uncertainty: a facility
// location objective (Krause & Golovin 2014, "Submodular function maximization"), which covers groups of alike texts
// by one of each. Every fifth is chosen at random instead: labels of those are a fair sample of the traffic and make
// the test set. Must not know: files, terminals, how a text is read.

import type { IntentReading } from '../heads/head.ts';
import { contentHash } from '../text/content-hash.ts';
import { distanceToThreshold } from './near-threshold.ts';
import type { Similarities } from './similarities.ts';

export interface Question {
  /** The number of the text. */
  readonly at: number;
  readonly use: 'example' | 'test';
}

export interface Choosing {
  readonly texts: readonly string[];
  readonly readings: readonly IntentReading[];
  readonly similarities: Similarities;
  /** In the order in which they were asked; not asked again. */
  readonly asked: readonly Question[];
  readonly count: number;
  /** Numbers of the texts that can be asked for; absent: all of them. */
  readonly askable?: ReadonlySet<number>;
}

/** Every fifth question is for the test set. */
export const TEST_EVERY = 5;
/** Log-odds from the threshold at which the need of a label has fallen to 1/e. */
const UNCERTAIN_WITHIN = 0.8;
/** A text that is read with certainty may still be read wrongly. */
const LEAST_NEED = 0.05;
/** An example of the policy helps texts like it half as much as a labelled text of the traffic. */
const KNOWN_HELPS = 0.5;

/** Fewer than `count` where there are no more texts. */
export function chooseQuestions({
  texts,
  readings,
  similarities,
  asked,
  count,
  askable = new Set(texts.keys()),
}: Choosing): readonly Question[] {
  const free = new Set(askable);
  for (const { at } of asked) free.delete(at);
  const needs = readings.map(
    (reading) => LEAST_NEED + Math.exp(-Math.abs(distanceToThreshold(reading)) / UNCERTAIN_WITHIN),
  );
  const helped = Float64Array.from(texts, (_, at) => KNOWN_HELPS * similarities.toKnown(at));
  const help = (chosen: number) => {
    for (let at = 0; at < texts.length; at++)
      helped[at] = Math.max(helped[at] ?? 0, similarities.between(at, chosen));
  };
  for (const { at, use } of asked) if (use === 'example') help(at);
  const atRandom = [...free].sort(byHash(texts));
  const chosen: Question[] = [];
  while (chosen.length < count && free.size > 0) {
    const isTest = (asked.length + chosen.length + 1) % TEST_EVERY === 0;
    const at = isTest
      ? atRandom.find((one) => free.has(one))
      : mostHelpful(free, needs, helped, similarities);
    if (at === undefined) break;
    free.delete(at);
    chosen.push({ at, use: isTest ? 'test' : 'example' });
    if (!isTest) help(at);
  }
  return chosen;
}

function mostHelpful(
  free: ReadonlySet<number>,
  needs: readonly number[],
  helped: Float64Array,
  { between }: Similarities,
): number | undefined {
  let best: number | undefined;
  let highest = Number.NEGATIVE_INFINITY;
  for (const candidate of free) {
    let gain = 0;
    for (let at = 0; at < needs.length; at++) {
      const more = between(at, candidate) - (helped[at] ?? 0);
      if (more > 0) gain += (needs[at] ?? 0) * more;
    }
    gain *= needs[candidate] ?? 0;
    if (gain > highest) {
      highest = gain;
      best = candidate;
    }
  }
  return best;
}

/** The same choice every time, and independent of the order in a file. */
function byHash(texts: readonly string[]): (one: number, other: number) => number {
  const hashes = texts.map((text) => contentHash(`question ${text}`));
  return (one, other) => ((hashes[one] ?? '') < (hashes[other] ?? '') ? -1 : 1);
}
