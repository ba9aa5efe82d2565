// Texts with an intent labelled by a person, as JSON Lines: for evaluating and training heads. Must not know: files,
// heads.

import { type TrainingJob, WORDS_ENCODER } from './head.ts';
import { trainingJob } from './training-job.ts';

export interface LabelledRow {
  readonly text: string;
  /** null: none of the intents. */
  readonly intent: string | null;
}

/** What is wrong with a line, counted from 1. */
export interface RowFault {
  readonly line: number;
  readonly why: string;
}

/** Empty lines are skipped. Members other than `text` and `intent` are ignored. */
export function readLabelledRows(jsonl: string): {
  readonly rows: readonly LabelledRow[];
  readonly faults: readonly RowFault[];
} {
  const rows: LabelledRow[] = [];
  const faults: RowFault[] = [];
  jsonl.split('\n').forEach((text, at) => {
    if (text.trim() === '') return;
    const row = rowOf(text);
    if (typeof row === 'string') faults.push({ line: at + 1, why: row });
    else rows.push(row);
  });
  return { rows, faults };
}

function rowOf(line: string): LabelledRow | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'is not JSON';
  }
  if (typeof value !== 'object' || value === null) return 'is not an object';
  const { text, intent } = value as { readonly text?: unknown; readonly intent?: unknown };
  if (typeof text !== 'string') return 'has no "text"';
  if (intent !== null && (typeof intent !== 'string' || intent === ''))
    return 'has no "intent": a name, or null';
  return { text, intent };
}

/** A job from rows alone, intents in order of first mention. Rows without an intent are left out. */
export function jobOfRows(rows: readonly LabelledRow[], encoder: string = WORDS_ENCODER): TrainingJob {
  const like = new Map<string, string[]>();
  for (const { text, intent } of rows) {
    if (intent === null) continue;
    const texts = like.get(intent);
    if (texts === undefined) like.set(intent, [text]);
    else texts.push(text);
  }
  return trainingJob(
    'intent',
    [...like].map(([name, texts]) => ({ name, like: texts, not: [] })),
    encoder,
  );
}
