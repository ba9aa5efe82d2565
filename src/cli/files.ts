/**
 * The only file access of the command line: walking folders, reading policies and what they name, writing fixes.
 * Hands out texts and paths; must not know what a policy means.
 */
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSource, type Source } from '../language/text/source.ts';

const ROUTE = '.route';
const NOT_ENTERED = new Set(['node_modules', 'dist', 'coverage']);
const MOST_DEPTH = 16;

export type PathFault = { readonly path: string; readonly why: string };

/** What the named paths hold: policy files in order of path, each once, as the user would write them. */
export interface Found {
  readonly paths: readonly string[];
  /** Among `paths`: those that were named as single files. */
  readonly single: readonly string[];
  readonly faults: readonly PathFault[];
}

/**
 * Folders are walked for `*.route`, without dot folders, node_modules, dist and coverage. Without any path: the
 * current folder, or its `policies/` when no policy file stands directly in it.
 */
export function findRouteFiles(asked: readonly string[]): Found {
  const starts = asked.length > 0 ? asked : [startFolder()];
  const paths = new Set<string>();
  const single: string[] = [];
  const faults: PathFault[] = [];
  for (const start of starts) {
    const stats = statSync(start, { throwIfNoEntry: false });
    if (stats === undefined) faults.push({ path: start, why: 'there is no such file or folder' });
    else if (stats.isDirectory()) {
      const inside = walk(start);
      if (inside.length === 0) faults.push({ path: start, why: 'no .route file is in this folder' });
      for (const path of inside) paths.add(path);
    } else if (!start.endsWith(ROUTE))
      faults.push({ path: start, why: 'policies are files ending in .route' });
    else {
      paths.add(shownPath(start));
      single.push(shownPath(start));
    }
  }
  return { paths: [...paths].sort(), single, faults };
}

/** Without any path: this folder, or its `policies/`. */
export function startFolder(): string {
  const here = readdirSync('.').some((name) => name.endsWith(ROUTE));
  return !here && existsSync('policies') ? 'policies' : '.';
}

/** Links are followed, as a mounted ConfigMap needs it; the depth ends a circle of them. */
function walk(folder: string, depth = 0): string[] {
  if (depth > MOST_DEPTH) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.')) return [];
    const stats = entry.isSymbolicLink() ? statSync(path, { throwIfNoEntry: false }) : entry;
    if (stats?.isDirectory() === true) return NOT_ENTERED.has(entry.name) ? [] : walk(path, depth + 1);
    return stats?.isFile() === true && entry.name.endsWith(ROUTE) ? [shownPath(path)] : [];
  });
}

/** The tests that stand beside policy files by name: `support.test.route` beside `support.route`. */
export function testsBeside(paths: readonly string[]): readonly string[] {
  return paths
    .filter((path) => !path.endsWith('.test.route'))
    .map((path) => path.replace(/\.route$/, '.test.route'))
    .filter((path) => existsSync(path));
}

export function isThere(path: string): boolean {
  return existsSync(path);
}

/** As messages show it: with `/`, without a leading `./`. */
export function shownPath(path: string): string {
  const short = join(path);
  return short.replaceAll('\\', '/');
}

/** An absolute path below the current folder, as seen from there; any other as it is. */
export function pathFromHere(path: string): string {
  const seen = relative('.', path);
  return isAbsolute(path) && seen !== '' && !seen.startsWith('..') && !isAbsolute(seen) ? seen : path;
}

/** Undefined when the file is not there or is a folder; a byte order mark is dropped. */
export function readSource(path: string): Source | undefined {
  const text = readText(path);
  return text === undefined ? undefined : createSource(path, text);
}

export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

export function readText(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  // A pipe: `--request <(…)`, `--facts /dev/stdin`.
  if (stats?.isFile() !== true && stats?.isFIFO() !== true) return undefined;
  return readFileSync(path, 'utf8').replace(/^\ufeff/, '');
}

/** Whole or not at all, its folder made where it is missing: written beside the file, then renamed over it. Keeps the file's mode. */
export function writeText(path: string, text: string): void {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode;
  mkdirSync(dirname(path), { recursive: true });
  const aside = `${path}.${process.pid}.new`;
  writeFileSync(aside, text, mode === undefined ? {} : { mode });
  renameSync(aside, path);
}

/** The page of a lint rule, beside its module. */
export function readRulePage(rule: string): string | undefined {
  return readText(fileURLToPath(new URL(`../language/lint/rules/${rule}.md`, import.meta.url)));
}

/** Why a folder, or the nearest one above it that is there, cannot be written; undefined: it can. */
export function whyNotWritable(folder: string): string | undefined {
  let path = resolve(folder);
  while (!existsSync(path) && dirname(path) !== path) path = dirname(path);
  if (!statSync(path).isDirectory()) return `${path} is no folder`;
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return undefined;
  } catch {
    return `${path} cannot be written by this user`;
  }
}

export function versionOfLlmr(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return String((JSON.parse(text) as { version: unknown }).version);
}
