// From labels of people to new examples and rows of a test set. A text with none of the intents becomes a `not` of the
// intent that it was nearest to. Must not know: files, how labels were asked for.

import type { LabelledRow } from '../heads/labelled-rows.ts';
import type { NewExamples } from './add-examples.ts';
import type { Question } from './choose-questions.ts';
import { exampleText } from './example-text.ts';

export interface Label {
  readonly text: string;
  /** null: none of the intents. */
  readonly intent: string | null;
  readonly use: Question['use'];
  /** The intent that was read, or was nearest. */
  readonly best: string;
}

/** By intent, in the order of their first mention; each example once. */
export function newExamples(labels: readonly Label[]): readonly NewExamples[] {
  const made = new Map<string, { like: Set<string>; not: Set<string> }>();
  for (const { text, intent, use, best } of labels) {
    if (use === 'test') continue;
    const name = intent ?? best;
    const examples = made.get(name) ?? { like: new Set(), not: new Set() };
    made.set(name, examples);
    (intent === null ? examples.not : examples.like).add(exampleText(text));
  }
  return [...made].map(([intent, { like, not }]) => ({ intent, like: [...like], not: [...not] }));
}

/** Whole texts, as they will be read. */
export function testRows(labels: readonly Label[]): readonly LabelledRow[] {
  return labels.flatMap(({ text, intent, use }) => (use === 'test' ? [{ text, intent }] : []));
}
