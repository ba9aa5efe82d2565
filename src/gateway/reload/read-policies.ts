/**
 * A folder of policies as sources: every `*.route` file in it, and whatever those name, wherever it lies. Reads until
 * nothing is missing. Knows how to read, not what a policy means.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { namedFiles } from '../../language/named-files.ts';
import { parse } from '../../language/syntax/parse.ts';
import { createSource, type Source } from '../../language/text/source.ts';

/** Folders that hold other people's files. Dot folders are skipped, too: Kubernetes keeps its real copies there. */
const NOT_ENTERED = new Set(['node_modules', 'dist', 'coverage']);
/** Deeper than anybody sorts policies; ends a circle of links. */
const MOST_DEPTH = 16;

/** Paths in the sources are relative to `directory`, with `/`. */
export async function readPolicies(directory: string): Promise<Source[]> {
  const sources = new Map<string, Source>();
  let wanted = await routePaths(directory, '', 0);
  while (wanted.length > 0) {
    const read = await Promise.all(wanted.map((path) => readOne(directory, path)));
    const fresh = read.filter((source) => source !== undefined);
    for (const source of fresh) sources.set(source.path, source);
    const files = fresh.filter((source) => source.path.endsWith('.route')).map(parse);
    wanted = namedFiles(files).filter((path) => !sources.has(path) && !wanted.includes(path));
  }
  return [...sources.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function routePaths(directory: string, folder: string, depth: number): Promise<string[]> {
  if (depth > MOST_DEPTH) return [];
  const entries = await readdir(join(directory, folder), { withFileTypes: true }).catch(() => []);
  const paths: string[] = [];
  for (const entry of entries) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.name.startsWith('.')) continue;
    const isFolder =
      entry.isDirectory() || (entry.isSymbolicLink() && (await isDirectory(join(directory, path))));
    if (isFolder) {
      if (!NOT_ENTERED.has(entry.name)) paths.push(...(await routePaths(directory, path, depth + 1)));
    } else if (entry.name.endsWith('.route')) paths.push(path);
  }
  return paths;
}

async function isDirectory(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true;
}

/** Undefined for a file that is not there: the compiler says so at the place that names it. */
async function readOne(directory: string, path: string): Promise<Source | undefined> {
  const text = await readFile(join(directory, path), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : createSource(path, text.replace(/^\ufeff/, ''));
}

/** 12 hex digits over paths and texts: equal folders have equal hashes. */
export function contentHash(sources: readonly Source[]): string {
  const hash = createHash('sha256');
  for (const { path, text } of sources) hash.update(`${path}\0${text.length}\0${text}\0`);
  return hash.digest('hex').slice(0, 12);
}
