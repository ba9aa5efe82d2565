/**
 * The lines of a decision log: of a file, or of all files of a data folder, oldest first. One file at a time is in
 * memory. Knows no line's meaning.
 */
import { join } from 'node:path';
import { logFiles } from '../../gateway/observe/log-files.ts';
import { isThere, readText } from './files.ts';

/** A string is the reason why there is nothing to read. */
export async function logTexts(path: string): Promise<Iterable<string> | string> {
  if (!isThere(path)) return `${path}: there is no such file or folder`;
  const inside = await logFiles(path);
  const paths = inside.length > 0 ? inside.map(({ name }) => join(path, name)) : [path];
  if (inside.length === 0 && readText(path) === undefined)
    return `${path}: this folder contains no decision log (decisions-*.jsonl)`;
  return linesOf(paths);
}

function* linesOf(paths: readonly string[]): Generator<string> {
  for (const path of paths) {
    for (const line of (readText(path) ?? '').split('\n')) if (line.trim() !== '') yield line;
  }
}
