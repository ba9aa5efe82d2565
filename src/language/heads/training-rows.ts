// Converts a training job to rows: every example, name, meaning, counter-example, shared text and background sentence.
// Of an example with pasted material the instruction is trained, since that is what reading looks for. Background
// sentences too similar to an example are left out: a policy may route jokes, and the background's jokes would be
// wrong then. Must not know: how rows are fitted or thresholds chosen.

import { spokenLanguages } from '../languages/spoken-languages.ts';
import { backgroundIn } from './background.ts';
import { type DenseSource, densePart } from './dense-part.ts';
import {
  columnsByHash,
  fitFeatureTable,
  PIECE_LENGTH,
  rowOf,
  type SparseRow,
  WORD_LENGTH,
} from './feature-table.ts';
import { NGRAMS_ENCODER, type TrainingJob, WORDS_ENCODER } from './head.ts';
import { instructionOf, type Stretch, stretchesOf } from './instructions/stretches.ts';
import { kindsFor, textsOfKinds } from './kinds.ts';
import { remember } from './remember.ts';
import { otherClasses, sharedRows, sharedTexts, sharesTexts } from './shared-rows.ts';
import { MOST_ENCODED } from './texts-to-encode.ts';
import type { RowKind, TrainingRow, TrainingRows } from './training-row.ts';
import type { WordTable } from './word-table.ts';

/** Cosine to an example from which a background sentence counts as having the same meaning. */
const SAME_MEANING = 0.3;

/** A background sentence counts a tenth of an example: there are hundreds of them. */
const BACKGROUND_IMPORTANCE = 0.1;
/** A counter-example counts threefold: it was written because the head was wrong. */
const COUNTER_IMPORTANCE = 3;
/** Share of a group's examples: one in a hundred English utterances is read as another language. */
const FEWEST_SHARE = 0.02;

/** Makes what is the same in every training with this encoder, ahead of the first. */
export function prepareTraining(encoder: string, source: DenseSource): void {
  const denseOf = cachedDense(source);
  const kinds = kindsFor(encoder, denseOf);
  for (const text of sharedTexts()) {
    kinds.probabilities(text);
    denseOf(text);
  }
}

/** Every text whose vector training needs, each once. */
export function textsOf(job: TrainingJob): string[] {
  const drafts = ownDrafts(job).concat(backgroundDrafts(job, languagesOf(job).add('en')));
  const parts = drafts.flatMap((draft) => [
    draft.instruction,
    ...triedIn(draft, job.encoder).map((one) => one.text),
  ]);
  const shared = sharesTexts(job) ? [...sharedTexts(), ...textsOfKinds()] : [];
  return [...new Set([...parts, ...shared])];
}

export function layOutRows(job: TrainingJob, source: DenseSource | undefined): TrainingRows {
  const denseOf = cachedDense(source);
  const drafts = draftRows(job, source, denseOf);
  const table = fitFeatureTable(drafts.map((draft) => draft.instruction));
  const columnOf = columnsByHash(table);
  const featuresOf = (text: string) => rowOf(text, table, columnOf, denseOf(text));
  const rows = drafts.map((draft) => ({
    ...draft,
    features: featuresOf(draft.instruction),
    stretches: triedIn(draft, job.encoder).map((one) => ({
      features: featuresOf(one.text),
      discount: one.discount,
    })),
  }));
  const positive = rows.filter((row) => row.kind === 'example' || row.kind === 'label');
  const near = nearness(positive, table.hashes.length);
  return {
    table,
    rows: rows.filter((row) => row.kind !== 'background' || near(row.features) < SAME_MEANING),
    others: otherClasses(drafts, job.intents.length),
  };
}

/** An encoder of whole texts takes milliseconds for each: it encodes the instruction of a background text only. */
function triedIn({ kind, text }: Draft, encoder: string): readonly Stretch[] {
  const isWhole = encoder !== WORDS_ENCODER && encoder !== NGRAMS_ENCODER;
  if (kind !== 'example' && (kind !== 'background' || isWhole)) return [];
  const stretches = keptStretches(text);
  if (stretches.length === 1) return [];
  return isWhole ? stretches.slice(0, MOST_ENCODED) : stretches;
}

function cachedDense(source: DenseSource | undefined): (text: string) => Float32Array {
  if (source?.kind !== 'words') return remember(MOST_KEPT, (text) => densePart(text, source));
  let dense = denseByTable.get(source.table);
  if (dense === undefined) {
    dense = remember(MOST_KEPT, (text) => densePart(text, source));
    denseByTable.set(source.table, dense);
  }
  return dense;
}

/** Somewhat more than the texts that come with llmr. */
const MOST_KEPT = 4000;
const denseByTable = new WeakMap<WordTable, (text: string) => Float32Array>();
const keptStretches = remember(MOST_KEPT, stretchesOf);

type Draft = Omit<TrainingRow, 'features' | 'stretches'>;

function draftRows(
  job: TrainingJob,
  source: DenseSource | undefined,
  denseOf: (text: string) => Float32Array,
): Draft[] {
  const own = ownDrafts(job);
  if (!sharesTexts(job)) return own.concat(backgroundDrafts(job, languagesOf(job).add('en')));
  const kinds = kindsFor(job.encoder, denseOf);
  const shared = sharedRows(job, kinds, source === undefined ? undefined : denseOf);
  const languages = languagesOf(job);
  languages.delete('en');
  return [...own, ...shared, ...backgroundDrafts(job, languages)];
}

function ownDrafts(job: TrainingJob): Draft[] {
  const draft = (kind: RowKind, text: string, intent: number, importance = 1): Draft => ({
    kind,
    text,
    instruction: instructionOf(text),
    intent,
    importance,
  });
  return job.intents.flatMap((one, intent) => [
    ...one.like.map((text) => draft('example', text, intent)),
    draft('label', one.name.replace(/[-_.]+/g, ' '), intent),
    ...(one.means === undefined ? [] : [draft('label', one.means, intent)]),
    ...one.not.map((text) => draft('counter', text, intent, COUNTER_IMPORTANCE)),
  ]);
}

function backgroundDrafts(job: TrainingJob, languages: Iterable<string>): Draft[] {
  return backgroundIn(languages).map(({ text, weight }) => ({
    kind: 'background',
    text,
    instruction: text,
    intent: job.intents.length,
    importance: weight * BACKGROUND_IMPORTANCE,
  }));
}

/** Languages with examples of some intent, more than a few outliers among hundreds. */
function languagesOf({ intents }: TrainingJob): Set<string> {
  const examples = intents.reduce((sum, { like }) => sum + like.length, 0);
  const counts = new Map<string, number>();
  for (const { like } of intents)
    for (const [language, count] of spokenLanguages(like))
      counts.set(language, (counts.get(language) ?? 0) + count);
  return new Set([...counts.keys()].filter((one) => (counts.get(one) ?? 0) >= FEWEST_SHARE * examples));
}

/** The highest cosine of a row's n-grams to those of any given one. */
function nearness(to: readonly TrainingRow[], columns: number): (row: SparseRow) => number {
  // By column, because most rows share nearly none of theirs.
  const holders: { readonly other: number; readonly value: number }[][] = Array.from(
    { length: columns },
    () => [],
  );
  to.forEach(({ features }, other) => {
    features.columns.forEach((column, at) => {
      holders[column]?.push({ other, value: features.values[at] ?? 0 });
    });
  });
  return (row) => {
    const sums = new Float64Array(to.length);
    row.columns.forEach((column, at) => {
      const own = row.values[at] ?? 0;
      for (const { other, value } of holders[column] ?? []) sums[other] = (sums[other] ?? 0) + own * value;
    });
    return sums.reduce((best, sum) => Math.max(best, sum), 0) / (WORD_LENGTH ** 2 + PIECE_LENGTH ** 2);
  };
}
