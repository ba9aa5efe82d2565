/**
 * Finds the wording that CONTRIBUTING.md says to avoid, in prose only: Markdown, comments, and strings with a space in
 * them. Names in code, `code spans` and one-word strings are never reported. Knows nothing of what the words mean.
 */
import ts from 'typescript';

/** One row of the table under "Plain English": phrases to avoid, what to say, and phrases that are fine all the same. */
export interface WordRow {
  readonly say: string;
  readonly avoid: RegExp;
  readonly fine: RegExp | null;
}

export interface WordFinding {
  readonly line: number;
  readonly found: string;
  readonly say: string;
}

/** A stretch of a file that is prose; `text` has the same length as the stretch it was taken from. */
interface Prose {
  readonly start: number;
  readonly text: string;
}

/** Each code span of a table cell is one phrase, a regular expression in which a space is any white space. */
function phrases(cell: string): RegExp | null {
  const spans = [...cell.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span.replaceAll('\\|', '|'));
  if (spans.length === 0) return null;
  const whole = spans.map((span) => span.replaceAll(' ', String.raw`\s+`)).join('|');
  return new RegExp(String.raw`(?<![\w-])(?:${whole})(?![\w-])`, 'gi');
}

/** The rows of the word list in the text of CONTRIBUTING.md; throws when the table is not there. */
export function readWordList(contributing: string): WordRow[] {
  const table = contributing.split('| do not say | say | fine |')[1]?.split('\n\n')[0];
  if (table === undefined) throw new Error('CONTRIBUTING.md has no table `| do not say | say | fine |`');
  return table
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [, avoid = '', say = '', fine = ''] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
      const patterns = phrases(avoid);
      if (patterns === null) throw new Error(`no phrase in the word list's row: ${line}`);
      return { say, avoid: patterns, fine: phrases(fine) };
    });
}

const blank = (text: string): string => text.replace(/[^\n]/g, ' ');

/** Without code spans and the targets of links. */
const withoutCode = (text: string): string => text.replace(/(\\?`)[^`\n]*?\1|\]\([^)\n]*\)/g, blank);

/** Strings and templates that hold a space; the code inside a template's `${ }` is blanked out. */
function stringsOf(file: ts.SourceFile): { prose: Prose[]; spans: [start: number, end: number][] } {
  const prose: Prose[] = [];
  const spans: [number, number][] = [];
  const add = (node: ts.Node, text: string): void => {
    if (/\s/.test(text.trim())) prose.push({ start: node.getStart(file), text });
  };
  const visit = (node: ts.Node): void => {
    const source = node.getText(file);
    if (ts.isStringLiteralLike(node) || ts.isRegularExpressionLiteral(node)) {
      spans.push([node.getStart(file), node.end]);
      if (!ts.isRegularExpressionLiteral(node)) add(node, ` ${source.slice(1, -1)} `);
    } else if (ts.isTemplateExpression(node)) {
      const parts = [node.head, ...node.templateSpans.map(({ literal }) => literal)];
      let text = '';
      for (const part of parts) {
        spans.push([part.getStart(file), part.end]);
        text = text.padEnd(part.getStart(file) - node.getStart(file), 'x') + part.getText(file);
      }
      add(node, ` ${text.slice(1, -1)} `);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { prose, spans: spans.sort(([one], [other]) => one - other) };
}

/** Comments; neighbouring `//` lines are one comment, and the stars at the left are blanked out. */
function commentsOf(source: string, spans: readonly (readonly [number, number])[]): Prose[] {
  const found: Prose[] = [];
  const comment = /\/\*[\s\S]*?\*\/|\/\/.*(?:\n[ \t]*\/\/.*)*/g;
  let next = 0;
  for (let match = comment.exec(source); match !== null; match = comment.exec(source)) {
    const at = match.index;
    while ((spans[next]?.[1] ?? Number.POSITIVE_INFINITY) <= at) next += 1;
    const [start, end] = spans[next] ?? [Number.POSITIVE_INFINITY, 0];
    if (start <= at) comment.lastIndex = end;
    else found.push({ start: at, text: match[0].replace(/^[ \t]*(?:\/?\*+|\/\/)/gm, blank) });
  }
  return found;
}

function proseOf(name: string, source: string): Prose[] {
  if (!/\.[cm]?[jt]s$/.test(name)) return [{ start: 0, text: source }];
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest);
  const { prose, spans } = stringsOf(file);
  return [...prose, ...commentsOf(source, spans)];
}

/** What the list says to avoid in a file's prose, by line (from 1). */
export function avoidedWords(name: string, source: string, list: readonly WordRow[]): WordFinding[] {
  const findings = proseOf(name, source).flatMap(({ start, text }) => {
    const plain = withoutCode(text);
    return list.flatMap(({ avoid, fine, say }) => {
      const allowed = fine === null ? [] : [...plain.matchAll(fine)];
      return [...plain.matchAll(avoid)]
        .filter(({ index, 0: found }) =>
          allowed.every((one) => one.index + one[0].length <= index || one.index >= index + found.length),
        )
        .map(({ index, 0: found }) => ({
          line: source.slice(0, start + index).split('\n').length,
          found: found.replace(/\s+/g, ' '),
          say,
        }));
    });
  });
  return findings.sort((one, other) => one.line - other.line);
}
