/**
 * Reads the corpus of mistakes and compiles its entries: what is said, whether it is one message at the right line, and
 * whether the file compiles once the help is followed. Knows no particular mistake.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { type Compilation, compile } from '../../../src/language/compile.ts';
import type { Diagnostic } from '../../../src/language/diagnostics/diagnostic.ts';
import { testFaults } from '../../../src/language/lint/test-faults.ts';
import { createSource, positionAt, type Source } from '../../../src/language/text/source.ts';

export const FOLDER = new URL('./', import.meta.url);
const BASE = new URL('./base/', import.meta.url);
const base = new Map(readdirSync(BASE).map((name) => [name, readFileSync(new URL(name, BASE), 'utf8')]));

export interface Entry {
  readonly title: string;
  /** All of the entry above `---`, as it is in the file. */
  readonly head: string;
  readonly path: string;
  readonly text: string;
  /** Lines of the text before the entry's own. */
  readonly before: number;
  /** Where the mistake is, if its author said so; of the whole file. */
  readonly line?: number;
  readonly marks: ReadonlyMap<string, string>;
}

export function entriesOf(golden: string): Entry[] {
  return golden
    .split(/^(?==== )/m)
    .filter((part) => part.startsWith('=== '))
    .map((part) => entryOf(`${part.split(/^---$/m)[0] ?? part}`));
}

function entryOf(head: string): Entry {
  const lines = head.split('\n');
  const [title = '', ...words] = (lines[0] ?? '').slice(4).split(' | ');
  const after = (start: string): string | undefined =>
    words.find((word) => word.startsWith(start))?.slice(start.length);
  const marks = new Map<string, string>();
  for (const line of lines) {
    const mark = /^! ([a-z ]+): (.+)$/.exec(line);
    if (mark !== null) marks.set(mark[1] ?? '', mark[2] ?? '');
  }
  const within = after('in ');
  const written =
    within === undefined ? whole(lines) : { text: edited(base.get(within) ?? '', lines), before: 0 };
  const line = after('line ');
  return {
    title,
    head,
    path: within ?? (/^tests for/m.test(written.text) ? 'own.test.route' : 'own.route'),
    ...written,
    ...(line === undefined ? {} : { line: Number(line) }),
    marks,
  };
}

/** `{U+200B}` is that character. */
const characters = (text: string): string =>
  text.replace(/\{U\+([0-9A-F]{4})\}/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

const linesOf = (lines: readonly string[]): string[] =>
  lines.filter((line) => line.startsWith('|')).map((line) => characters(line.slice(2)));

/** A policy or a file of tests as it is; declarations alone between a header and an `otherwise`. */
function whole(lines: readonly string[]): { text: string; before: number } {
  const text = `${linesOf(lines).join('\n')}\n`;
  if (/^(?:policy|tests for) /m.test(text)) return { text, before: 0 };
  const header = `policy own edition 1 { serves "own" }\nimport ${SHARED} from "./shared.route"\n`;
  return { text: `${header}${text}otherwise { use small }\n`, before: 2 };
}

const SHARED = 'tier, small, large, lab, steady, quick, brief, tidy, refund, bug, tone, spend, slow, member';

/** Lines `@ FROM,TO` of the base are replaced by the `| ` lines that follow. */
function edited(text: string, lines: readonly string[]): string {
  const result = text.split('\n');
  const edits = lines.flatMap((line, index) => {
    const place = /^@ (\d+),(\d+)$/.exec(line);
    if (place === null) return [];
    const end = lines.findIndex((other, at) => at > index && !other.startsWith('|'));
    return [{ from: Number(place[1]), to: Number(place[2]), lines: linesOf(lines.slice(index + 1, end)) }];
  });
  for (const edit of edits.reverse()) result.splice(edit.from - 1, edit.to - edit.from + 1, ...edit.lines);
  return result.join('\n');
}

export interface Judged {
  readonly said: string;
  readonly faults: readonly string[];
}

export function judge(entry: Entry): Judged {
  const source = createSource(entry.path, entry.text);
  const told = errorsOf(source);
  const [first] = told;
  const faults: string[] = [];
  const silent = entry.marks.get('silent');
  const several = entry.marks.has('several');
  if (silent === undefined && (told.length !== 1) !== several && !(several && told.length === 1))
    faults.push(`${told.length} messages`);
  if (silent !== undefined && told.length > 0) faults.push('is no longer silent');
  if (first === undefined)
    return { said: silent === undefined ? 'nothing\n' : `nothing: ${silent}\n`, faults };
  const place = positionAt(source, first.at.span.start);
  const moved = entry.line !== undefined && entry.line !== place.line;
  if (moved !== entry.marks.has('elsewhere')) faults.push(`said at line ${place.line}`);
  if ((first.because === undefined || first.help === undefined) !== entry.marks.has('bare'))
    faults.push('no reason or no help');
  const after = followed(entry, source, first);
  const byHand = entry.marks.get('by hand');
  if (after === undefined && byHand === undefined) faults.push('nothing to follow to the letter');
  if (after !== undefined && byHand !== undefined) faults.push('is no longer left to the reader');
  if (after !== undefined && !several)
    faults.push(...after.left.map((message) => `after the help: ${message}`));
  const said = [
    `${place.line - entry.before}:${place.column} ${first.code} ${first.message}`,
    ...(first.because === undefined ? [] : [`  because: ${first.because}`]),
    ...(first.help === undefined ? [] : [`  help: ${first.help}`]),
    ...(after?.shown ?? []),
  ];
  return { said: `${said.map(visible).join('\n')}\n`, faults };
}

/** The files of the base that a text names, and those that these name. */
function namedBy(text: string, found: Set<string> = new Set()): Set<string> {
  for (const [name, other] of base) {
    // A misspelt name is compared with the others.
    const near = text.includes(`"./${name}"`) || (name === 'models.route' && text.includes('mdoels'));
    if (!near || found.has(name)) continue;
    found.add(name);
    namedBy(other, found);
  }
  return found;
}

/** What is not yet available is said about correct files, too. */
function errorsOf(source: Source): Diagnostic[] {
  const others = [...namedBy(source.text)]
    .filter((name) => name !== source.path)
    .map((name) => createSource(name, base.get(name) ?? ''));
  const compilation: Compilation = compile([source, ...others], new Map());
  const broken = new Set(
    compilation.diagnostics.filter(({ code }) => code !== 'L1901').map(({ at }) => at.path),
  );
  return [...compilation.diagnostics, ...testFaults(compilation, broken)].filter(
    ({ at, code, severity }) => at.path === source.path && code !== 'L1901' && severity === 'error',
  );
}

function followed(
  entry: Entry,
  source: Source,
  { fix }: Diagnostic,
): { readonly left: readonly string[]; readonly shown: readonly string[] } | undefined {
  if (fix === undefined) return undefined;
  let { text } = source;
  for (const { span, text: write } of [...fix.edits].sort((a, b) => b.span.start - a.span.start))
    text = text.slice(0, span.start) + write + text.slice(span.end);
  const before = new Set(source.text.split('\n'));
  const shown = text.split('\n').filter((line) => line.trim() !== '' && !before.has(line));
  return {
    left: errorsOf(createSource(entry.path, text)).map(({ message }) => message),
    shown: shown.map((line) => `  > ${line}`),
  };
}

/** Characters that cannot be seen, as the corpus writes them. */
function visible(text: string): string {
  return text.replace(
    /[\u00a0\u00ad\u200b-\u200f\u202f\u2060\ufeff\r\t]/g,
    (one) => `{U+${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}}`,
  );
}
