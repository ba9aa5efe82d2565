// Adds examples to the intents of a policy, as edits of its texts: to the intent's file of examples where it names
// one, else as lines of its block, after those that are there. An intent that is imported from the standard library gets
// a block. Must not know: where the examples are from, files on disk.

import type { IntentGroup } from '../semantics/model.ts';
import { normalPath, resolvePath } from '../semantics/resolve-path.ts';
import type * as Ast from '../syntax/ast.ts';
import { parse } from '../syntax/parse.ts';
import type { Source } from '../text/source.ts';
import { createSource } from '../text/source.ts';
import type { TextEdit } from '../text/span.ts';
import { declareImported } from './declare-imported.ts';
import { fitsOnALine, quotedExample } from './example-text.ts';

export interface NewExamples {
  readonly intent: string;
  readonly like: readonly string[];
  readonly not: readonly string[];
}

export interface AddedExamples {
  /** All sources, the changed ones among them. */
  readonly sources: readonly Source[];
  /** Paths of those that changed. */
  readonly changed: readonly string[];
  /** Intents that are in none of the sources, so that nothing could be added to them. */
  readonly unplaced: readonly string[];
}

export function addExamples(
  sources: readonly Source[],
  group: IntentGroup,
  added: readonly NewExamples[],
): AddedExamples {
  const edits = new Map<string, TextEdit[]>();
  const unplaced: string[] = [];
  const imported = new Map<Source, Map<string, string>>();
  const edit = (path: string, change: TextEdit) => edits.set(path, [...(edits.get(path) ?? []), change]);
  for (const { intent: name, like, not } of added) {
    if (like.length === 0 && not.length === 0) continue;
    const intent = group.intents.find((one) => one.name === name);
    const source = sources.find(({ path }) => path === intent?.at.path);
    const block = source && blockAt(source, intent?.at.span.start ?? -1);
    if (source === undefined || block === undefined) {
      if (source !== undefined && intent?.library !== undefined)
        imported.set(
          source,
          (imported.get(source) ?? new Map()).set(name, clauses('like', like) + clauses('not', not)),
        );
      else unplaced.push(name);
      continue;
    }
    const file = exampleFile(sources, source, block);
    const inFile = file === undefined ? [] : like.filter(fitsOnALine);
    const inBlock = like.filter((text) => !inFile.includes(text));
    if (file !== undefined && inFile.length > 0) edit(file.path, appended(file, inFile));
    for (const change of linesOf(source, block, inBlock, not)) edit(source.path, change);
  }
  for (const [source, lines] of imported)
    for (const change of declareImported(parse(source), lines)) edit(source.path, change);
  return {
    sources: sources.map((source) => createSource(source.path, applied(source.text, edits.get(source.path)))),
    changed: sources.flatMap(({ path }) => (edits.has(path) ? [path] : [])),
    unplaced,
  };
}

function blockAt(source: Source, nameStart: number): Ast.Intent | undefined {
  return parse(source).ast.declarations.find(
    (node): node is Ast.Intent => node.kind === 'intent' && node.name.span.start === nameStart,
  );
}

function exampleFile(sources: readonly Source[], source: Source, block: Ast.Intent): Source | undefined {
  if (block.examplesFrom === undefined) return undefined;
  const path = resolvePath(source.path, block.examplesFrom.text);
  return sources.find((one) => normalPath(one.path) === path);
}

function appended({ text }: Source, examples: readonly string[]): TextEdit {
  const before = text === '' || text.endsWith('\n') ? '' : '\n';
  return {
    span: { start: text.length, end: text.length },
    text: `${before}${examples.map((one) => `${one}\n`).join('')}`,
  };
}

/** `like` after the last one, `not` after the last `not` or `like`; at the end of a block without any. */
function linesOf(
  source: Source,
  block: Ast.Intent,
  like: readonly string[],
  not: readonly string[],
): TextEdit[] {
  const [likes, nots] = [clauses('like', like), clauses('not', not)];
  const lastLike = block.like.at(-1);
  const lastNot = block.not.at(-1) ?? lastLike;
  if (lastLike === undefined || lastNot === undefined)
    return likes + nots === '' ? [] : [atEnd(source.text, block, likes + nots)];
  // Those at one place stay in this order.
  return [
    ...(likes === '' ? [] : [insertion(afterClause(source.text, lastLike.span.end), likes)]),
    ...(nots === '' ? [] : [insertion(afterClause(source.text, lastNot.span.end), nots)]),
  ];
}

function clauses(word: string, texts: readonly string[]): string {
  return texts.map((text) => `\n  ${word} ${quotedExample(text)}`).join('');
}

/** Behind a comment on the same line, which belongs to that clause. */
function afterClause(text: string, end: number): number {
  const rest = /^[ \t]*(?:#[^\r\n]*)?(?=\r?\n)/.exec(text.slice(end));
  return end + (rest?.[0].length ?? 0);
}

function atEnd(text: string, { span }: Ast.Intent, lines: string): TextEdit {
  let end = span.end - 1;
  while (/[ \t\r\n]/.test(text[end - 1] ?? '')) end--;
  return { span: { start: end, end: span.end - 1 }, text: `${lines}\n` };
}

function insertion(at: number, text: string): TextEdit {
  return { span: { start: at, end: at }, text };
}

/** Lines end as those of the file do. */
function applied(text: string, edits: readonly TextEdit[] = []): string {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  let made = '';
  let at = 0;
  for (const { span, text: added } of [...edits].sort((a, b) => a.span.start - b.span.start)) {
    made += text.slice(at, span.start) + added.replace(/\r?\n/g, lineEnd);
    at = span.end;
  }
  return made + text.slice(at);
}
