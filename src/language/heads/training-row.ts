// One row of a training: a text with its class, importance and features. Data only.
import type { FeatureTable, SparseRow } from './feature-table.ts';

/**
 * example: a `like`; label: the name or `means`; counter: a `not`; borrowed: a text of the standard library that means
 * an intent; background: none of the policy's intents.
 */
export type RowKind = 'example' | 'label' | 'counter' | 'borrowed' | 'background';

export interface TrainingRow {
  readonly kind: RowKind;
  readonly text: string;
  /** What of the text is trained. */
  readonly instruction: string;
  /** Index into the job's intents; for background, their number or more: the class of what is not meant. */
  readonly intent: number;
  /** Its weight in the fit; an example has 1. */
  readonly importance: number;
  /** Of the instruction. */
  readonly features: SparseRow;
  /** What reading would try in an example or a background text of several stretches; else empty. */
  readonly stretches: readonly { readonly features: SparseRow; readonly discount: number }[];
}

export interface TrainingRows {
  readonly rows: readonly TrainingRow[];
  readonly table: FeatureTable;
  /** Number of classes of what is not meant, at least 1. */
  readonly others: number;
}
