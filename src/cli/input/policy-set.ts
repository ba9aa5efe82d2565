/**
 * From paths on the command line to a compiled policy set: files found, imports and data files followed, heads
 * trained where a command needs intents. Reports faults of the paths; the caller prints findings.
 */
import { resolve } from 'node:path';
import { type Compilation, type CompiledPolicy, compile } from '../../language/compile.ts';
import type { Head } from '../../language/heads/head.ts';
import { namedFiles } from '../../language/semantics/named-files.ts';
import { parse } from '../../language/syntax/parse.ts';
import type { TestedPolicy } from '../../language/testing/bind/tested-policy.ts';
import type { Source } from '../../language/text/source.ts';
import type { ExitCode } from '../exit-codes.ts';
import { type Terminal, usageError } from '../terminal.ts';
import type { Curves } from './configured-meaning.ts';
import { type Found, findRouteFiles, type PathFault, readNamed, testsBeside } from './files.ts';

export type ReadSet =
  | {
      readonly kind: 'set';
      /** Policies, then what they name; each path once. */
      readonly sources: readonly Source[];
      /** How many of them are `.route` files. */
      readonly count: number;
      /** The paths of the command line, what was found there, and files that are named but missing. */
      readonly asked: readonly string[];
      readonly found: Found;
      readonly missing: readonly string[];
    }
  | { readonly kind: 'usage'; readonly code: ExitCode };

/**
 * A named file that does not exist is left out: compiling reports where it is named. `tests`: a policy named as a
 * single file includes its tests.
 */
export function readSet(
  paths: readonly string[],
  terminal: Terminal,
  { tests = false }: { readonly tests?: boolean } = {},
): ReadSet {
  const found = findRouteFiles(paths);
  if (found.faults.length > 0) return { kind: 'usage', code: reportFaults(found.faults, terminal) };
  /** By absolute path: a file may be named in two ways, and is shown as named first. */
  const sources = new Map<string, Source>();
  const waiting = [...found.paths, ...(tests ? testsBeside(found.single) : [])];
  const faults: PathFault[] = [];
  const missing: string[] = [];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (sources.has(resolve(path))) continue;
    const source = readNamed(path, found.roots);
    if (source === undefined) {
      missing.push(path);
      continue;
    }
    if ('why' in source) {
      faults.push(source);
      continue;
    }
    sources.set(resolve(path), source);
    if (path.endsWith('.route')) waiting.push(...namedFiles([parse(source)]));
  }
  if (faults.length > 0) return { kind: 'usage', code: reportFaults(faults, terminal) };
  const all = [...sources.values()];
  const count = all.filter((source) => source.path.endsWith('.route')).length;
  return { kind: 'set', sources: all, count, asked: paths, found, missing };
}

export function reportFaults(faults: readonly PathFault[], terminal: Terminal): ExitCode {
  return usageError(terminal, faults.map(({ path, why }) => `${path}: ${why}`).join('\n       '));
}

/** Without heads: intents are not read. */
export function compileSet(sources: readonly Source[]): Compilation {
  return compile(sources, new Map());
}

/** Trains missing heads once and stores them in the data folder. */
export async function compileWithHeads(
  sources: readonly Source[],
  dataFolder: string,
  terminal: Pick<Terminal, 'env'>,
  curves?: Curves,
): Promise<Compilation> {
  return compiledWith(sources, dataFolder, terminal, async (compilation) => compilation, curves);
}

/** Runs `read` again until every vector it needs is available; it must print nothing. */
export type Settled = <T>(run: () => T | Promise<T>) => Promise<T>;

/** Passes the compiled set to `use`. Rejects with a UsageFault where an encoder is missing or gives no vectors. */
export async function compiledWith<T>(
  sources: readonly Source[],
  dataFolder: string | undefined,
  terminal: Pick<Terminal, 'env'>,
  use: (compilation: ReadableCompilation, settled: Settled) => Promise<T>,
  curves?: Curves,
): Promise<T> {
  if (!hasIntents(sources)) return use(compileSet(sources), async (run) => run());
  const { withMeaning } = await import('./configured-meaning.ts');
  return withMeaning(
    terminal,
    dataFolder,
    async (meaning) => {
      const first = compile(sources, new Map(), meaning.encoder);
      const heads = first.jobs.length === 0 ? undefined : await meaning.train(first.jobs, first.secondLooks);
      const compilation = heads === undefined ? first : compile(sources, heads, meaning.encoder);
      const policies = compilation.policies.map((policy) => ({ ...policy, vectorOf: meaning.vectorOf }));
      return use({ ...compilation, policies }, meaning.settled);
    },
    curves,
  );
}

export interface ReadableCompilation extends Compilation {
  /** With what their heads need to read a text. */
  readonly policies: readonly (CompiledPolicy & Pick<TestedPolicy, 'vectorOf'>)[];
}

/** Compiles sources repeatedly with the heads of their intents; nothing is trained without intents. */
export async function compilerFor(
  sources: readonly Source[],
  dataFolder: string,
  terminal: Pick<Terminal, 'env'>,
): Promise<(sources: readonly Source[]) => Compilation> {
  if (!hasIntents(sources)) return compileSet;
  const { withMeaning } = await import('./configured-meaning.ts');
  const trained = (kept: string | undefined) =>
    withMeaning(terminal, kept, async (meaning) => {
      const { jobs, secondLooks } = compile(sources, new Map(), meaning.encoder);
      const heads = jobs.length === 0 ? new Map<string, Head>() : await meaning.train(jobs, secondLooks);
      return (changed: readonly Source[]) => compile(changed, heads, meaning.encoder);
    });
  try {
    return await trained(dataFolder);
  } catch (error) {
    // A read-only checkout can still be linted: the heads are only not stored.
    if (!(error instanceof Error && 'code' in error)) throw error;
    return trained(undefined);
  }
}

/** A policy has intents only where this keyword appears: most sets avoid the cost of reading them. */
function hasIntents(sources: readonly Source[]): boolean {
  return sources.some(({ text }) => /(?:^|[{}]|\bimport)\s*intent\b/m.test(text));
}
