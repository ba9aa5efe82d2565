/** Finds the line of a clause within its declaration by its words. Knows no grammar. */
import type { Place } from '../../semantics/model.ts';
import type { ParsedFile } from '../../syntax/syntax.ts';

/** From 1; the declaration's own line where the clause is spelled differently. */
export function lineOfClause(files: readonly ParsedFile[], at: Place, words: string): number {
  const file = files.find(({ source }) => source.path === at.path);
  if (file === undefined || words === '') return at.line;
  const lines = file.source.text.split('\n').slice(at.line - 1);
  const end = lines.findIndex((line) => line.startsWith('}'));
  const block = end < 0 ? lines : lines.slice(0, end);
  const found = block.findIndex((line) => line.replaceAll(/\s+/g, ' ').includes(words));
  return at.line + Math.max(0, found);
}
