/**
 * Keeps what a person answered until it is saved, and saves it: examples in the policy's files, the rest in a test set.
 * Must not know how labels were asked for.
 */
import { type LabelledRow, readLabelledRows } from '../../../language/heads/labelled-rows.ts';
import type { Source } from '../../../language/text/source.ts';
import { readText, removeFile, rewriteSource, writeText } from '../../input/files.ts';
import type { Labelled } from './suggest-session.ts';

function answerFile(data: string): string {
  return `${data}/intent-answers.jsonl`;
}

/** Answers of a run that was not saved. */
export function keptAnswers(data: string): readonly LabelledRow[] {
  return readLabelledRows(readText(answerFile(data)) ?? '').rows;
}

export function keepAnswers(data: string, answers: ReadonlyMap<string, string | null>): void {
  writeText(answerFile(data), linesOf([...answers].map(([text, intent]) => ({ text, intent }))));
}

export function dropAnswers(data: string): void {
  removeFile(answerFile(data));
}

/**
 * The paths that were written, or an error. The policy's files come first: a file that has changed meanwhile is left
 * as it is, and nothing else is written then.
 */
export function saveLearnt(
  sources: readonly Source[],
  { added }: Pick<Labelled, 'added'>,
  testFile: string,
  testRows: readonly LabelledRow[],
): readonly string[] | string {
  const written: string[] = [];
  for (const path of added.changed) {
    const before = sources.find((source) => source.path === path);
    const after = added.sources.find((source) => source.path === path);
    if (before === undefined || after === undefined) continue;
    const fault = rewriteSource(before, after.text, 'keep');
    if (fault !== undefined) return `${fault.path} ${fault.why}`;
    written.push(path);
  }
  if (testRows.length > 0) {
    writeText(testFile, linesOf(testRows));
    written.push(testFile);
  }
  return written;
}

function linesOf(rows: readonly LabelledRow[]): string {
  return rows.map(({ text, intent }) => `${JSON.stringify({ text, intent })}\n`).join('');
}
