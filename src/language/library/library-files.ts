/**
 * The intents of the standard library as `.route` files, so that a policy reaches them as it reaches any other import.
 * They exist in memory only. Must not know scopes and messages.
 */
import type * as Ast from '../syntax/ast.ts';
import { parse } from '../syntax/parse.ts';
import type { ParsedFile } from '../syntax/syntax.ts';
import { createSource } from '../text/source.ts';
import { LIBRARY } from './index.ts';
import { INTENTS_LIBRARY, isLibraryAddress, readLibraryAddress } from './library-address.ts';
import type { LibraryIntent } from './library-intent.ts';

/** The newest version of each intent. */
export function newestIntents(): LibraryIntent[] {
  return LIBRARY.filter((intent) => !LIBRARY.some((other) => isNewer(other, intent)));
}

/** Versions of one intent, newest first; none: the library does not have it. */
export function versionsOf(name: string): LibraryIntent[] {
  return LIBRARY.filter((intent) => intent.name === name).sort((a, b) => b.version - a.version);
}

/** `version` as written; without one, the newest. */
export function libraryIntent(name: string, version?: string): LibraryIntent | undefined {
  return versionsOf(name).find((one) => version === undefined || String(one.version) === version);
}

/** What a declaration takes from the library, as far as the library has it. */
export function takenFromLibrary(node: Ast.Declaration): LibraryIntent[] {
  const from = node.kind === 'import' ? node.from : node.kind === 'intent' ? node.examplesFrom : undefined;
  if (from === undefined || !isLibraryAddress(from.text)) return [];
  const { library, intent, version } = readLibraryAddress(from.text);
  if (library !== INTENTS_LIBRARY) return [];
  const names = node.kind === 'import' ? node.names.map((name) => name.text) : [intent ?? ''];
  return names.flatMap((name) => libraryIntent(name, version) ?? []);
}

/** The files of all intents that the given files take from the library, each once. */
export function libraryFilesOf(files: readonly ParsedFile[]): ParsedFile[] {
  const taken = files.flatMap(({ ast }) => ast.declarations.flatMap(takenFromLibrary));
  return [...new Set(taken)].map(libraryFile);
}

const parsed = new WeakMap<LibraryIntent, ParsedFile>();

/** Parsed once per process. */
export function libraryFile(intent: LibraryIntent): ParsedFile {
  const file = parsed.get(intent) ?? parse(createSource(libraryPath(intent), libraryText(intent)));
  parsed.set(intent, file);
  return file;
}

function libraryPath({ name, version }: LibraryIntent): string {
  return `${INTENTS_LIBRARY}/${name}@${version}`;
}

/** As a policy would declare it. */
export function libraryText({ name, means, like, not }: LibraryIntent): string {
  const lines = [
    `means ${quoted(means)}`,
    ...like.map((text) => `like ${quoted(text)}`),
    ...not.map((text) => `not ${quoted(text)}`),
  ];
  return `intent ${name} {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replace(/\r?\n/g, '\\n')}"`;
}

function isNewer(other: LibraryIntent, intent: LibraryIntent): boolean {
  return other.name === intent.name && other.version > intent.version;
}
