/**
 * Reports of lint that are kept per folder and command line, so that files which have not changed are not checked again.
 * A report is used only where everything it depends on is the same: the code of llmr and Node, the date, the command
 * line, the current folder, the content of every file that was read, and which named files are missing. Nothing is kept
 * where a configuration, a variable of llmr or an encoder could decide, too. Must not know: how policies are checked.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../../files/make-folder.ts';
import { codeId } from '../../../gateway/policies/reload/code-id.ts';
import type { ExitCode } from '../../exit-codes.ts';
import { cacheFolder } from '../../input/cache-folder.ts';
import { type Found, findRouteFiles, isThere, readNamed } from '../../input/files.ts';
import type { ReadSet } from '../../input/policy-set.ts';
import type { Terminal } from '../../terminal.ts';
import type { LintOptions } from './lint-options.ts';

export interface Report {
  readonly out: string;
  readonly err: string;
  readonly code: ExitCode;
}

interface Kept {
  /** Of all that is known before a file is read. */
  readonly key: string;
  readonly asked: readonly string[];
  readonly found: Found;
  /** Path and hash of each file that was read, in order; null where it is missing. */
  readonly files: readonly (readonly [string, string | null])[];
  /** Trained heads, which a pipeline may expect in the data folder after lint. */
  readonly heads: readonly string[];
  readonly report: Report;
}

export interface Place {
  readonly file: string;
  readonly key: string;
  readonly data: string;
}

/** More are written by tests and by folders that exist once; the oldest are removed. */
const MOST_REPORTS = 100;

/** Undefined where no report may be kept. */
export function placeOf(
  terminal: Pick<Terminal, 'env' | 'color' | 'today'>,
  paths: readonly string[],
  options: LintOptions,
): Place | undefined {
  const { env } = terminal;
  const folder = cacheFolder(env);
  if (folder === undefined || !options.cache || options.fix === true) return undefined;
  if (isThere('llmr.json') || Object.keys(env).some((name) => name.startsWith('LLMR_'))) return undefined;
  const commandLine = JSON.stringify([process.cwd(), paths, options, terminal.color]);
  const key = hashOf(JSON.stringify([commandLine, codeId(), process.version, terminal.today]));
  return { file: join(folder, 'lint', `${hashOf(commandLine).slice(0, 32)}.json`), key, data: options.data };
}

/** Undefined where nothing kept applies. */
export function recall({ file, key, data }: Place): Report | undefined {
  const kept = readKept(file);
  if (kept === undefined || kept.key !== key) return undefined;
  if (JSON.stringify(findRouteFiles(kept.asked)) !== JSON.stringify(kept.found)) return undefined;
  for (const [path, hash] of kept.files) {
    const source = readNamed(path, kept.found.roots);
    if (source !== undefined && 'why' in source) return undefined;
    if ((source === undefined ? null : hashOf(source.text)) !== hash) return undefined;
  }
  const heads = new Set(headsIn(data));
  return kept.heads.every((name) => heads.has(name)) ? kept.report : undefined;
}

export function keep({ file, key, data }: Place, set: ReadSet, report: Report): void {
  if (set.kind !== 'set' || set.sources.some(({ text }) => text.includes('second look'))) return;
  const { asked, found, sources, missing } = set;
  const files: Kept['files'] = [
    ...sources.map(({ path, text }) => [path, hashOf(text)] as const),
    ...missing.map((path) => [path, null] as const),
  ];
  const kept: Kept = { key, asked, found, files, heads: headsIn(data), report };
  const folder = join(file, '..');
  const aside = `${file}.${randomUUID()}.tmp`;
  try {
    makeFolder(folder, 0o700);
    writeFileSync(aside, JSON.stringify({ kept, digest: hashOf(JSON.stringify(kept)) }), { mode: 0o600 });
    renameSync(aside, file);
    removeOldest(folder);
  } catch {
    // Without a report the next run only takes longer.
    remove(aside);
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It throws where a part of the path is a file, even with `force`.
  }
}

/** One that is not as it was written counts as absent. */
function readKept(file: string): Kept | undefined {
  try {
    const { kept, digest } = JSON.parse(readFileSync(file, 'utf8')) as { kept: Kept; digest: string };
    return hashOf(JSON.stringify(kept)) === digest ? kept : undefined;
  } catch {
    return undefined;
  }
}

function removeOldest(folder: string): void {
  const names = readdirSync(folder);
  if (names.length <= MOST_REPORTS) return;
  const dated = names.map((name) => ({ name, at: statSync(join(folder, name)).mtimeMs }));
  dated.sort((a, b) => b.at - a.at);
  for (const { name } of dated.slice(MOST_REPORTS)) rmSync(join(folder, name), { force: true });
}

function headsIn(data: string): readonly string[] {
  try {
    return readdirSync(join(data, 'heads')).sort();
  } catch {
    return [];
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
