// Lays a training job out as rows: every example, name, meaning, counter-example and background sentence.
// Background sentences too near to an example are left out: a policy may route jokes, and ours then teach nothing.
// Must not know: how rows are fitted or thresholds chosen.

import { BACKGROUND } from './background.ts';
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
  readonly features: SparseRow;
}

export interface TrainingRows {
  readonly rows: readonly TrainingRow[];
  readonly table: FeatureTable;
}

/** Cosine to an example from which a background sentence is taken to mean the same. */
const SAME_MEANING = 0.3;

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
interface Draft {
  readonly kind: RowKind;
  readonly text: string;
  readonly intent: number;
}

function draftRows(job: TrainingJob): Draft[] {
  const drafts: Draft[] = [];
  job.intents.forEach((one, intent) => {
    for (const text of one.like) drafts.push({ kind: 'example', text, intent });
    drafts.push({ kind: 'label', text: one.name.replace(/[-_.]+/g, ' '), intent });
    if (one.means !== undefined) drafts.push({ kind: 'label', text: one.means, intent });
    for (const text of one.not) drafts.push({ kind: 'counter', text, intent });
  });
  for (const text of BACKGROUND) drafts.push({ kind: 'background', text, intent: job.intents.length });
  return drafts;
}

/** The highest cosine of a row's n-grams to those of any given one. */
function nearness(to: readonly TrainingRow[], columns: number): (row: SparseRow) => number {
  const dense = new Float64Array(columns);
  return (row) => {
    row.columns.forEach((column, at) => {
      dense[column] = row.values[at] ?? 0;
    });
    let best = 0;
    for (const other of to) {
      let sum = 0;
      other.features.columns.forEach((column, at) => {
        sum += (other.features.values[at] ?? 0) * (dense[column] ?? 0);
      });
      best = Math.max(best, sum / (WORD_LENGTH ** 2 + PIECE_LENGTH ** 2));
    }
    for (const column of row.columns) dense[column] = 0;
    return best;
  };
}
