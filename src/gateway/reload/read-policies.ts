/**
 * A folder of policies as sources: every `*.route` file in it, and whatever those name, wherever it lies. Reads until
 * nothing is missing. A file that cannot be read is a fault and never just absent, because a set without it would mean
 * something else. Knows how to read, not what a policy means.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { namedFiles } from '../../language/named-files.ts';
import { parse } from '../../language/syntax/parse.ts';
import { createSource, type Source } from '../../language/text/source.ts';

/** Folders that hold other people's files. Dot folders are skipped, too: Kubernetes keeps its real copies there. */
const NOT_ENTERED = new Set(['node_modules', 'dist', 'coverage']);
/** All files together; a folder named by mistake must not fill the memory. */
const MOST_BYTES = 64 * 1_048_576;

export interface PolicyFiles {
  readonly sources: readonly Source[];
  readonly hash: string;
  /** Of every file that was asked for, also where there was none. */
  readonly paths: readonly string[];
}

/** The folder's files cannot be read as they are now. The message is for a person. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
}

/**
 * Paths are relative to `directory`, with `/`. A folder that is not there holds nothing.
 * @throws UnreadableError
 */
export async function readPolicies(directory: string): Promise<PolicyFiles> {
  const asked = new Set<string>();
  const texts = new Map<string, string>();
  let wanted = await routePaths(directory);
  while (wanted.length > 0) {
    for (const path of wanted) asked.add(path);
    const fresh = await readTexts(directory, wanted, texts);
    const files = fresh
      .filter(([path]) => path.endsWith('.route'))
      .map(([path, text]) => parse(createSource(path, text)));
    wanted = namedFiles(files).filter((path) => !asked.has(path));
  }
  const sorted = [...texts].sort(byPath);
  return {
    sources: sorted.map(([path, text]) => createSource(path, text)),
    hash: hashOf(sorted),
    paths: [...asked],
  };
}

/**
 * The hash `readPolicies` would give, without parsing anything: `known` are the paths it asked for last time. A file
 * that is newly named shows itself by the change of the one that names it.
 * @throws UnreadableError
 */
export async function fingerprint(directory: string, known: readonly string[]): Promise<string> {
  const paths = new Set([...(await routePaths(directory)), ...known]);
  const texts = new Map<string, string>();
  await readTexts(directory, [...paths], texts);
  return hashOf([...texts].sort(byPath));
}

/** Adds to `texts` and returns what was added. */
async function readTexts(
  directory: string,
  paths: readonly string[],
  texts: Map<string, string>,
): Promise<[string, string][]> {
  const read = await Promise.all(paths.map(async (path) => [path, await readText(directory, path)] as const));
  const fresh = read.flatMap(([path, text]): [string, string][] =>
    text === undefined ? [] : [[path, text]],
  );
  for (const [path, text] of fresh) texts.set(path, text);
  let total = 0;
  for (const text of texts.values()) total += text.length;
  if (total > MOST_BYTES) {
    throw new UnreadableError(`${directory} holds more than ${MOST_BYTES / 1_048_576} MB of policies`);
  }
  return fresh;
}

/** Undefined for a file that is not there: the compiler says so at the place that names it. */
async function readText(directory: string, path: string): Promise<string | undefined> {
  const full = path.startsWith('/') ? path : join(directory, path);
  try {
    const { size } = await stat(full);
    if (size > MOST_BYTES) throw new UnreadableError(`${path} is larger than ${MOST_BYTES / 1_048_576} MB`);
    return (await readFile(full, 'utf8')).replace(/^\ufeff/, '');
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw unreadable(path, cause);
  }
}

/** Every `.route` file, links followed, no folder entered twice. */
async function routePaths(directory: string): Promise<string[]> {
  const entered = new Set<string>();
  const paths: string[] = [];
  const queue = [''];
  for (const folder of queue) {
    const full = join(directory, folder);
    try {
      const real = await realpath(full);
      if (entered.has(real)) continue;
      entered.add(real);
      for (const entry of await readdir(full, { withFileTypes: true })) {
        const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
        if (entry.name.startsWith('.')) continue;
        const isFolder =
          entry.isDirectory() || (entry.isSymbolicLink() && (await leadsToFolder(join(directory, path))));
        if (isFolder && !NOT_ENTERED.has(entry.name)) queue.push(path);
        else if (!isFolder && entry.name.endsWith('.route')) paths.push(path);
      }
    } catch (cause) {
      if (!isMissing(cause)) throw unreadable(folder === '' ? directory : folder, cause);
    }
  }
  return paths;
}

async function leadsToFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

function isMissing(cause: unknown): boolean {
  const code = (cause as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR';
}

function unreadable(path: string, cause: unknown): UnreadableError {
  if (cause instanceof UnreadableError) return cause;
  return new UnreadableError(
    `${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
  );
}

function byPath([one]: readonly [string, string], [other]: readonly [string, string]): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** 12 hex digits over paths and texts: equal folders have equal hashes. */
function hashOf(sorted: readonly (readonly [string, string])[]): string {
  const hash = createHash('sha256');
  for (const [path, text] of sorted) hash.update(`${path}\0${text.length}\0${text}\0`);
  return hash.digest('hex').slice(0, 12);
}
