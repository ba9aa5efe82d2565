// Converts a training job to rows: every example, name, meaning, counter-example and background sentence. Background
// sentences too similar to an example are left out: a policy may route jokes, and the background's jokes would be
// wrong then. Must not know: how rows are fitted or thresholds chosen.

import { spokenLanguages } from '../languages/spoken-languages.ts';
import { backgroundIn } from './background.ts';
import { type DenseSource, densePart } from './dense-part.ts';
import {
  columnsByHash,
  type FeatureTable,
  fitFeatureTable,
  PIECE_LENGTH,
  rowOf,
  type SparseRow,
  WORD_LENGTH,
} from './feature-table.ts';
import type { TrainingJob } from './head.ts';

/** example: a `like`; label: the name or `means`; counter: a `not`; background: none of the policy's intents. */
export type RowKind = 'example' | 'label' | 'counter' | 'background';

export interface TrainingRow {
  readonly kind: RowKind;
  readonly text: string;
  /** Index into the job's intents; for background, their number. */
  readonly intent: number;
  /** Its weight in the fit; an example has 1. */
  readonly importance: number;
  readonly features: SparseRow;
}

export interface TrainingRows {
  readonly rows: readonly TrainingRow[];
  readonly table: FeatureTable;
}

/** Cosine to an example from which a background sentence counts as having the same meaning. */
const SAME_MEANING = 0.3;

/** A background sentence counts a tenth of an example: there are hundreds of them. */
const BACKGROUND_IMPORTANCE = 0.1;
/** A counter-example counts threefold: it was written because the head was wrong. */
const COUNTER_IMPORTANCE = 3;
/** Share of a group's examples: one in a hundred English utterances is read as another language. */
const FEWEST_SHARE = 0.02;

/** Every text whose vector training needs, each once. */
export function textsOf(job: TrainingJob): string[] {
  return [...new Set(draftRows(job).map((draft) => draft.text))];
}

export function layOutRows(job: TrainingJob, source: DenseSource | undefined): TrainingRows {
  const drafts = draftRows(job);
  const table = fitFeatureTable(drafts.map((draft) => draft.text));
  const columnOf = columnsByHash(table);
  const rows = drafts.map((draft) => ({
    ...draft,
    features: rowOf(draft.text, table, columnOf, densePart(draft.text, source)),
  }));
  const positive = rows.filter((row) => row.kind === 'example' || row.kind === 'label');
  const near = nearness(positive, table.hashes.length);
  return {
    table,
    rows: rows.filter((row) => row.kind !== 'background' || near(row.features) < SAME_MEANING),
  };
}
type Draft = Omit<TrainingRow, 'features'>;

function draftRows(job: TrainingJob): Draft[] {
  const drafts: Draft[] = [];
  job.intents.forEach((one, intent) => {
    for (const text of one.like) drafts.push({ kind: 'example', text, intent, importance: 1 });
    const name = one.name.replace(/[-_.]+/g, ' ');
    drafts.push({ kind: 'label', text: name, intent, importance: 1 });
    if (one.means !== undefined) drafts.push({ kind: 'label', text: one.means, intent, importance: 1 });
    for (const text of one.not)
      drafts.push({ kind: 'counter', text, intent, importance: COUNTER_IMPORTANCE });
  });
  const none = job.intents.length;
  for (const { text, weight } of backgroundIn(languagesOf(job)))
    drafts.push({ kind: 'background', text, intent: none, importance: weight * BACKGROUND_IMPORTANCE });
  return drafts;
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
