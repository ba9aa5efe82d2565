/**
 * The only file access of the command line: walking folders, reading policies and the files they name, writing fixes.
 * Returns texts and paths; must not know what a policy means.
 */
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeFolder } from '../../files/make-folder.ts';
import { fileFault, placeFault } from '../../gateway/policies/reload/policy-file.ts';
import { decodeUtf8, hasByteOrderMark } from '../../language/text/decode-utf8.ts';
import { createSource, type Source } from '../../language/text/source.ts';

const ROUTE = '.route';
const NOT_ENTERED = new Set(['node_modules', 'dist', 'coverage']);

export type PathFault = { readonly path: string; readonly why: string };

/** The policy files under the named paths, in order of path, each once, as the user would write them. */
export interface Found {
  readonly paths: readonly string[];
  /** Among `paths`: those that were named as single files. */
  readonly single: readonly string[];
  /** Real paths of the folders in which the policies' data files lie. */
  readonly roots: readonly string[];
  readonly faults: readonly PathFault[];
}

/**
 * Folders are walked for `*.route`, without dot folders, node_modules, dist and coverage. Without any path: the
 * current folder, or its `policies/` when no policy file is directly in it.
 */
export function findRouteFiles(asked: readonly string[]): Found {
  const starts = asked.length > 0 ? asked : [startFolder()];
  const paths = new Set<string>();
  const single: string[] = [];
  const roots = new Set<string>();
  const faults: PathFault[] = [];
  for (const start of starts) {
    const stats = statOf(start);
    if (stats === undefined) faults.push({ path: start, why: 'there is no such file or folder' });
    else if (stats.isDirectory()) {
      const inside = walk(start);
      if (inside.paths.length === 0 && inside.faults.length === 0)
        faults.push({ path: start, why: 'this folder contains no .route file' });
      for (const path of inside.paths) paths.add(path);
      faults.push(...inside.faults);
      roots.add(realpathSync(start));
    } else if (!start.endsWith(ROUTE)) faults.push({ path: start, why: 'policy files must end in .route' });
    else {
      const why = fileFault(start, stats);
      if (why !== undefined) faults.push({ path: start, why });
      paths.add(shownPath(start));
      single.push(shownPath(start));
      roots.add(folderOfSingle(start));
    }
  }
  return { paths: [...paths].sort(), single, roots: [...roots], faults };
}

/**
 * A single file may be anywhere in a set of policies: the root is the current folder if it contains the file, else
 * the file's own folder.
 */
function folderOfSingle(path: string): string {
  const here = realpathSync('.');
  const own = dirname(realpathSync(path));
  return relative(here, own).startsWith('..') ? own : here;
}

/** Without any path: this folder, or its `policies/`. */
export function startFolder(): string {
  const here = readdirSync('.').some((name) => name.endsWith(ROUTE));
  return !here && existsSync('policies') ? 'policies' : '.';
}

/** Links are followed, as a mounted ConfigMap needs it; no folder is entered twice. */
function walk(start: string): { readonly paths: readonly string[]; readonly faults: readonly PathFault[] } {
  const paths: string[] = [];
  const faults: PathFault[] = [];
  const root = realpathSync(start);
  const entered = new Set<string>();
  const queue = [start];
  for (const folder of queue) {
    const real = realpathSync(folder);
    if (entered.has(real)) continue;
    entered.add(real);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.name.startsWith('.')) continue;
      const stats = entry.isSymbolicLink() ? statOf(path) : entry;
      if (stats?.isDirectory() === true) {
        if (!NOT_ENTERED.has(entry.name)) queue.push(path);
      } else if (entry.name.endsWith(ROUTE) && (stats !== undefined || leadsToItself(path))) {
        const why = stats === undefined ? 'is a link that leads to itself' : whyNoPolicyFile(path, [root]);
        if (why === undefined) paths.push(shownPath(path));
        else faults.push({ path: shownPath(path), why });
      }
    }
  }
  return { paths, faults };
}

/** Undefined where there is no file, or a cycle of links. */
function statOf(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function leadsToItself(path: string): boolean {
  try {
    statSync(path);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ELOOP';
  }
}

/** Undefined where the file may be read as a policy or one of its data files, or does not exist. */
function whyNoPolicyFile(path: string, roots: readonly string[]): string | undefined {
  const stats = statOf(path);
  if (stats === undefined || stats.isDirectory()) return undefined;
  return fileFault(path, stats) ?? placeFault(realpathSync(path), roots);
}

/**
 * A file that a policy names: undefined when it is missing or a folder, a fault where it is not a regular file, not
 * UTF-8 or a data file outside the policies' folders. @param roots real paths of those folders
 */
export function readNamed(path: string, roots: readonly string[]): Source | PathFault | undefined {
  const why = whyNoPolicyFile(path, roots);
  if (why !== undefined) return { path: shownPath(path), why };
  return readSource(path);
}

/** The tests that belong to policy files by name: `support.test.route` for `support.route`. */
export function testsBeside(paths: readonly string[]): readonly string[] {
  return paths
    .filter((path) => !path.endsWith('.test.route'))
    .map((path) => path.replace(/\.route$/, '.test.route'))
    .filter((path) => existsSync(path));
}

export function isThere(path: string): boolean {
  return existsSync(path);
}

/** As messages show it: with `/`, without a leading `../`. */
export function shownPath(path: string): string {
  const short = join(path);
  return short.replaceAll('\\', '/');
}

/** An absolute path below the current folder, relative to it; any other path unchanged. */
export function pathFromHere(path: string): string {
  const seen = relative('.', path);
  return isAbsolute(path) && seen !== '' && !seen.startsWith('..') && !isAbsolute(seen) ? seen : path;
}

/**
 * A policy file; undefined when it is missing or not a regular file, a fault where it is not UTF-8. A byte order mark
 * is dropped.
 */
export function readSource(path: string): Source | PathFault | undefined {
  const bytes = readBytes(path);
  if (bytes === undefined) return undefined;
  const decoded = decodeUtf8(bytes);
  return 'why' in decoded ? { path: shownPath(path), why: decoded.why } : createSource(path, decoded.text);
}

function readBytes(path: string): Uint8Array | undefined {
  if (statOf(path)?.isFile() !== true) return undefined;
  // It may have been replaced by a pipe: without O_NONBLOCK, opening it would wait for a writer.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return fstatSync(file).isFile() ? readFileSync(file) : undefined;
  } finally {
    closeSync(file);
  }
}

export function beginsWithMark(path: string): boolean {
  return hasByteOrderMark(readBytes(path) ?? new Uint8Array());
}

/**
 * Replaces the text that was read; a fault where the file has changed meanwhile or cannot be written. @param mark
 * whether a byte order mark is kept
 */
export function rewriteSource(
  { path, text: before }: Source,
  text: string,
  mark: 'keep' | 'drop',
): PathFault | undefined {
  const now = readSource(path);
  const isWritten = now !== undefined && 'text' in now && now.text === text && before !== text;
  // Already written under another name of the same file.
  if (isWritten) return undefined;
  if (now === undefined || 'why' in now || now.text !== before) {
    return { path, why: 'has changed since it was read and was not written: run the command again' };
  }
  try {
    writeText(path, `${mark === 'keep' && beginsWithMark(path) ? '\ufeff' : ''}${text}`);
    return undefined;
  } catch (error) {
    return { path, why: `cannot be written: ${error instanceof Error ? error.message : String(error)}` };
  }
}

export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

export function readText(path: string): string | undefined {
  const stats = statOf(path);
  // A pipe: `--request <(…)`, `--facts /dev/stdin`.
  if (stats?.isFile() !== true && stats?.isFIFO() !== true) return undefined;
  return readFileSync(path, 'utf8').replace(/^\ufeff/, '');
}

/**
 * Writes atomically and creates a missing folder: writes to a temporary file next to it, then renames it over the
 * file. Keeps the file's mode, and keeps links.
 */
export function writeText(path: string, text: string): void {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode;
  makeFolder(dirname(path));
  const real = mode === undefined ? path : realpathSync(path);
  const aside = `${real}.${process.pid}.new`;
  try {
    writeFileSync(aside, text, { flush: true });
    // The mode given to `writeFileSync` is restricted by the umask.
    if (mode !== undefined) chmodSync(aside, mode);
    renameSync(aside, real);
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}

/** Nothing happens where there is no such file. */
export function removeFile(path: string): void {
  rmSync(path, { force: true });
}

/** The page of a lint rule, next to its module. */
export function readRulePage(rule: string): string | undefined {
  return readText(fileURLToPath(new URL(`../../language/lint/rules/${rule}.md`, import.meta.url)));
}

/** Why a folder, or its nearest existing parent, cannot be written; undefined: it can. */
export function whyNotWritable(folder: string): string | undefined {
  let path = resolve(folder);
  while (!existsSync(path) && dirname(path) !== path) path = dirname(path);
  if (!statSync(path).isDirectory()) return `${path} is not a folder`;
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return undefined;
  } catch {
    return `${path} cannot be written by this user`;
  }
}

export function versionOfLlmr(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return String((JSON.parse(text) as { version: unknown }).version);
}
