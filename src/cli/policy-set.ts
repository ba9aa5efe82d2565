/**
 * From paths on the command line to a compiled policy set: files found, imports and data files followed, heads
 * trained where a command needs intents. Says what is wrong with the paths; findings are the caller's to show.
 */
import { resolve } from 'node:path';
import { type Compilation, compile } from '../language/compile.ts';
import type { Head } from '../language/heads/head.ts';
import { namedFiles } from '../language/named-files.ts';
import { parse } from '../language/syntax/parse.ts';
import type { Source } from '../language/text/source.ts';
import type { ExitCode } from './exit-codes.ts';
import { findRouteFiles, type PathFault, readSource, testsBeside } from './files.ts';
import { type Terminal, usageError } from './terminal.ts';

export type ReadSet =
  | {
      readonly kind: 'set';
      /** Policies, then what they name; each path once. */
      readonly sources: readonly Source[];
      /** How many of them are `.route` files. */
      readonly count: number;
    }
  | { readonly kind: 'usage'; readonly code: ExitCode };

/**
 * A file that is named but not there is left out: compiling says where it was named. `tests`: a policy that is named
 * as a single file brings the tests beside it.
 */
export function readSet(
  paths: readonly string[],
  terminal: Terminal,
  { tests = false }: { readonly tests?: boolean } = {},
): ReadSet {
  const found = findRouteFiles(paths);
  if (found.faults.length > 0) return { kind: 'usage', code: reportFaults(found.faults, terminal) };
  /** By absolute path: a file may be named in two ways, and is shown as it was named first. */
  const sources = new Map<string, Source>();
  const waiting = [...found.paths, ...(tests ? testsBeside(found.single) : [])];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const source = sources.has(resolve(path)) ? undefined : readSource(path);
    if (source === undefined) continue;
    sources.set(resolve(path), source);
    if (path.endsWith('.route')) waiting.push(...namedFiles([parse(source)]));
  }
  const all = [...sources.values()];
  return { kind: 'set', sources: all, count: all.filter((source) => source.path.endsWith('.route')).length };
}

export function reportFaults(faults: readonly PathFault[], terminal: Terminal): ExitCode {
  return usageError(terminal, faults.map(({ path, why }) => `${path}: ${why}`).join('\n       '));
}

/** Without heads: what intents say about a request is not asked. */
export function compileSet(sources: readonly Source[]): Compilation {
  return compile(sources, new Map());
}

/** Trains the heads that are missing, once, and keeps them under the data folder. */
export async function compileWithHeads(sources: readonly Source[], dataFolder: string): Promise<Compilation> {
  const first = compile(sources, new Map());
  return first.jobs.length === 0 ? first : compile(sources, await trained(first, dataFolder));
}

/** The heads of all intents; none is trained for policies without intents. */
export async function headsFor(
  sources: readonly Source[],
  dataFolder: string,
): Promise<ReadonlyMap<string, Head>> {
  // A policy has intents only where the word stands: most sets are spared a compilation.
  if (!sources.some(({ text }) => /^\s*intent\b/m.test(text))) return new Map();
  const compilation = compile(sources, new Map());
  try {
    return await trained(compilation, dataFolder);
  } catch (error) {
    // A checkout that nobody may write to can be linted all the same: the heads are only not kept.
    if (!(error instanceof Error && 'code' in error)) throw error;
    return trained(compilation, undefined);
  }
}

async function trained(
  { jobs }: Compilation,
  dataFolder: string | undefined,
): Promise<ReadonlyMap<string, Head>> {
  if (jobs.length === 0) return new Map();
  const { trainHeads } = await import('../meaning/train-heads.ts');
  return trainHeads(jobs, dataFolder === undefined ? {} : { cacheDir: `${dataFolder}/heads` });
}
