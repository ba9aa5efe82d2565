// What a policy with few intents learns from texts it does not have: the standard library's examples and background
// tasks. An intent whose examples resemble a kind of the library ("translate this e-mail") borrows that kind's texts
// as further examples, those near its own ones; kinds that no intent resembles show what the policy does not mean. A
// text of a kind between the two is left out, and so is every background text near an example in meaning: trained as
// background it would be a wrong label.
// Must not know: features, how rows are fitted, thresholds.

import { LIBRARY } from '../library/index.ts';
import { TASKS } from './background/tasks.ts';
import { UTTERANCES } from './background/utterances.ts';
import { BACKGROUND } from './background.ts';
import { cosines } from './cosines.ts';
import type { TrainingJob } from './head.ts';
import { instructionOf } from './instructions/stretches.ts';
import { type Kinds, textsByKind } from './kinds.ts';

export interface SharedRow {
  readonly kind: 'borrowed' | 'background';
  readonly text: string;
  /** What of it is trained. */
  readonly instruction: string;
  /** Index of a class: an intent; after the intents, the background; after it, the kinds that are not meant. */
  readonly intent: number;
  readonly importance: number;
}

/** Probability from which an intent's examples are of a kind, on average. */
const SAME_KIND = 0.45;
/** Probability from which they may be. */
const PERHAPS_SAME_KIND = 0.12;
/** Share of the probability that the sentence `means` contributes. */
const MEANS_SHARE = 0.25;
/** Probability of a kind that some intent resembles, from which a background text may mean that intent. */
const MAY_BE_MEANT = 0.7;
/** Cosine to an example from which a text may have the same meaning. */
const NEAR = 0.7;
/** The same for texts of a kind that no intent resembles. */
const NEAR_OTHER_KIND = 0.7;
/** Share of an intent's examples that are less like the others than a text must be that it borrows. */
const FARTHEST_SHARE = 0.25;

const BORROWED_IMPORTANCE = 0.3;
const KIND_IMPORTANCE = 0.3;
const ENGLISH_IMPORTANCE = 0.05;
const TASK_IMPORTANCE = 0.1;

const MOST_OF_A_KIND = 20;
const SPREAD = 4;
const MOST_BACKGROUND = 350;

/** With more, the intents' examples show more of what is not meant than the shared texts do. */
const MOST_INTENTS = 40;

export function sharesTexts({ intents }: Pick<TrainingJob, 'intents'>): boolean {
  return intents.length <= MOST_INTENTS;
}

/** Every text whose vector `sharedRows` needs, besides the examples. */
export function sharedTexts(): string[] {
  return [
    ...textsByKind().map(({ text }) => text),
    ...backgroundTexts().map(({ instruction }) => instruction),
  ];
}

type BackgroundText = Pick<SharedRow, 'text' | 'instruction' | 'importance'>;
let made: readonly BackgroundText[] | undefined;

/** Made when first needed, since most commands train nothing. */
function backgroundTexts(): readonly BackgroundText[] {
  made ??= [
    ...[...(BACKGROUND['en'] ?? []), ...UTTERANCES].map((text) => ({ text, importance: ENGLISH_IMPORTANCE })),
    ...TASKS.map((text) => ({ text, importance: TASK_IMPORTANCE })),
  ].map((one) => ({ ...one, instruction: instructionOf(one.text) }));
  return made;
}

/** `vectorOf` is undefined for an encoder without dense vectors: then nothing is near anything. */
export function sharedRows(
  { intents }: Pick<TrainingJob, 'intents'>,
  kinds: Kinds,
  vectorOf: ((text: string) => Float32Array) | undefined,
): SharedRow[] {
  const none = intents.length;
  const examples = intents.map(({ like }) => like.map(instructionOf));
  const own = new Set(examples.flat());
  const near = nearnessTo(examples, [...own, ...sharedTexts()], vectorOf);
  const owners = ownersOf(intents, examples, kinds);
  const reach = examples.map((some, intent) => reachOf(some, intent, near));
  const others = owners.flatMap((owner, kind) => (owner === 'none' ? [kind] : []));
  const rows: SharedRow[] = [];
  for (const [kind, owner] of owners.entries()) {
    const texts = kinds.texts.filter((one) => one.kind === kind && !own.has(one.text));
    if (typeof owner === 'number') {
      for (const { text } of texts)
        if (near.to(text, owner) >= (reach[owner] ?? 1))
          rows.push({
            kind: 'borrowed',
            text,
            instruction: text,
            intent: owner,
            importance: BORROWED_IMPORTANCE,
          });
    } else if (owner === 'none') {
      const intent = none + 1 + others.indexOf(kind);
      for (const { text } of hardest(texts, near.toAny, NEAR_OTHER_KIND, MOST_OF_A_KIND))
        rows.push({ kind: 'background', text, instruction: text, intent, importance: KIND_IMPORTANCE });
    }
  }
  const meant = (text: string) => {
    const probabilities = kinds.probabilities(text);
    return owners.reduce<number>(
      (sum, owner, at) => sum + (owner === 'none' ? 0 : (probabilities[at] ?? 0)),
      0,
    );
  };
  const unmeant = backgroundTexts().filter(({ instruction }) => meant(instruction) < MAY_BE_MEANT);
  for (const { text, instruction, importance } of hardest(unmeant, near.toAny, NEAR, MOST_BACKGROUND))
    rows.push({ kind: 'background', text, instruction, intent: none, importance });
  return rows;
}

/** The highest cosine of a text to examples. */
interface Nearness {
  /** To those of an intent, or all but one of them; −1 where there is none. */
  readonly to: (text: string, intent: number, except?: number) => number;
  readonly toAny: (text: string) => number;
}

function nearnessTo(
  examples: readonly (readonly string[])[],
  texts: readonly string[],
  vectorOf: ((text: string) => Float32Array) | undefined,
): Nearness {
  if (vectorOf === undefined) return { to: () => 0, toAny: () => 0 };
  const to = examples.flat();
  const rowOf = new Map(texts.map((text, row) => [text, row]));
  const products = cosines(texts.map(vectorOf), to.map(vectorOf));
  const starts = examples.map((_, intent) => examples.slice(0, intent).flat().length);
  const highest = (text: string, from: number, end: number, except: number) => {
    const row = (rowOf.get(text) ?? 0) * to.length;
    let best = -1;
    for (let at = from; at < end; at++) if (at !== except) best = Math.max(best, products[row + at] ?? -1);
    return best;
  };
  return {
    to(text, intent, except = -1) {
      const from = starts[intent] ?? 0;
      return highest(text, from, from + (examples[intent]?.length ?? 0), except < 0 ? -1 : from + except);
    },
    toAny: (text) => highest(text, 0, to.length, -1),
  };
}

/**
 * Texts less like any example than `below`, of many those most like one and every fourth of the others: those teach
 * less, but other languages are among them.
 */
function hardest<T extends { readonly text: string; readonly instruction?: string }>(
  texts: readonly T[],
  nearestOfAll: (text: string) => number,
  below: number,
  most: number,
): T[] {
  return texts
    .map((one) => ({ one, near: nearestOfAll(one.instruction ?? one.text) }))
    .filter(({ near }) => near < below)
    .sort((a, b) => b.near - a.near)
    .filter((_, at) => at < most || at % SPREAD === 0)
    .map(({ one }) => one);
}

/** The number of classes besides the intents that `rows` need. */
export function otherClasses(rows: readonly Pick<SharedRow, 'intent'>[], intents: number): number {
  return rows.reduce((most, { intent }) => Math.max(most, intent + 1 - intents), 1);
}

type Owner = number | 'unclear' | 'none';

/** For each kind the intent that it belongs to, if one clearly does. */
function ownersOf(
  intents: TrainingJob['intents'],
  examples: readonly (readonly string[])[],
  kinds: Kinds,
): Owner[] {
  const shares = intents.map(({ means }, at) => {
    const ofExamples = meanOf((examples[at] ?? []).map(kinds.probabilities));
    if (means === undefined) return ofExamples;
    const ofMeans = kinds.probabilities(means);
    return ofExamples.map((share, kind) => (1 - MEANS_SHARE) * share + MEANS_SHARE * (ofMeans[kind] ?? 0));
  });
  return LIBRARY.map((_, kind) => {
    const ranked = shares.map((share, intent) => ({ intent, share: share[kind] ?? 0 }));
    ranked.sort((a, b) => b.share - a.share);
    const [first, second] = ranked;
    if (first === undefined || first.share < PERHAPS_SAME_KIND) return 'none';
    const isAlone = (second?.share ?? 0) < 2 * PERHAPS_SAME_KIND;
    return first.share >= SAME_KIND && isAlone ? first.intent : 'unclear';
  });
}

/** How near a text must be to an example to be borrowed: as near as most examples are to each other, at most `NEAR`. */
function reachOf(examples: readonly string[], intent: number, near: Nearness): number {
  const reached = examples.map((text, at) => near.to(text, intent, at)).sort((a, b) => a - b);
  return Math.min(NEAR, reached[Math.floor(FARTHEST_SHARE * reached.length)] ?? NEAR);
}

function meanOf(vectors: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(LIBRARY.length + 1);
  for (const vector of vectors)
    for (const [at, value] of vector.entries()) sum[at] = (sum[at] ?? 0) + value / vectors.length;
  return sum;
}
