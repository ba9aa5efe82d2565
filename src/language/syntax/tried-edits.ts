/**
 * Edits that may be what was meant, tried out: the first after which the parser has nothing more to say about the line
 * becomes the help. Knows faults and how to parse; no grammar, no sentences.
 */
import { type Span, spanOf } from '../text/span.ts';
import type { SyntaxFault } from './syntax-fault.ts';

/** One parse of a declaration per try: enough for a file that a person writes. */
const MOST_TRIES = 8;
const MOST_RESPELT = 16;
const MOST_TEXT = 10_000;
const MOST_LINE = 300;
/** Messages about a word or sign that is not expected; others, such as an empty block, are right about every word. */
const UNEXPECTED: ReadonlySet<SyntaxFault['code']> = new Set([
  'L1001',
  'L1002',
  'L1013',
  'L1021',
  'L1022',
  'L1023',
]);

export interface Tried {
  readonly text: string;
  /** The declarations of the text, in order. */
  readonly parts: readonly Span[];
  /** The first offsets of what is wrong with a text. */
  parse(text: string): readonly number[];
  /** Keywords that a word may be a misspelling of, the likeliest first; none for a keyword. */
  respell(word: string): readonly string[];
  /** What to report where a word is one. */
  misspelt(span: Span, written: string, meant: string): SyntaxFault;
}

interface Edit {
  readonly span: Span;
  readonly text: string;
}

export function tryEdits(faults: readonly SyntaxFault[], tried: Tried): SyntaxFault[] {
  let left = MOST_TRIES;
  let respelt = MOST_RESPELT;
  return faults.map((fault) => {
    const { tries = [], ...rest } = fault;
    const part = tried.parts.find(({ start, end }) => start <= fault.span.start && fault.span.start < end);
    if (part === undefined || part.end - part.start > MOST_TEXT) return rest;
    const before = faults.filter(({ span }) => part.start <= span.start && span.start < part.end).length;
    const helps = (edits: readonly Edit[]): boolean => leavesLineClean(tried, part, edits, before);

    const words = UNEXPECTED.has(fault.code) ? misspeltWords(tried, fault.span.start) : [];
    const { replace } = fault;
    const isSure =
      words.length === 0 ||
      (replace !== undefined && respelt-- > 0 && helps([replace, ...(replace.more ?? [])]));
    if (!isSure)
      for (const { span, written, meant } of words) {
        if (respelt-- <= 0) break;
        if (helps([{ span, text: meant }])) return tried.misspelt(span, written, meant);
      }
    if (replace !== undefined) return rest;
    for (const attempt of tries) {
      if (left-- <= 0) break;
      const { help, title = help, ...edit } = attempt;
      if (helps([edit])) return { ...rest, help, replace: { ...edit, title } };
    }
    return rest;
  });
}

/** Whether fewer faults are left in the declaration, and none on the line of the last edit. */
function leavesLineClean(
  { text, parse }: Tried,
  part: Span,
  edits: readonly Edit[],
  before: number,
): boolean {
  let head = '';
  let from = part.start;
  for (const { span, text: written } of [...edits].sort((a, b) => a.span.start - b.span.start)) {
    if (span.start < from || span.end > part.end) return false;
    head += text.slice(from, span.start) + written;
    from = span.end;
  }
  const changed = head + text.slice(from, part.end);
  const line = spanOf(changed.lastIndexOf('\n', head.length - 1) + 1, endOfLine(changed, head.length));
  const after = parse(changed);
  return after.length < before && !after.some((at) => line.start <= at && at <= line.end);
}

interface Misspelt {
  readonly span: Span;
  readonly written: string;
  readonly meant: string;
}

/** Words of the line outside of quotes and comments, the nearest to the fault first. */
function misspeltWords({ text, respell }: Tried, at: number): readonly Misspelt[] {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const line = text.slice(start, endOfLine(text, at));
  if (line.length > MOST_LINE) return [];
  const bare = line.replace(/"(?:[^"\\]|\\.)*"?|#.*/g, (quoted) => ' '.repeat(quoted.length));
  return [...bare.matchAll(/(?<![\w.$%-])[A-Za-z]{2,}(?![\w.$%-])/g)]
    .map(({ 0: written, index }) => ({
      written,
      span: spanOf(start + index, start + index + written.length),
    }))
    .sort((a, b) => Math.abs(a.span.start - at) - Math.abs(b.span.start - at))
    .flatMap(({ written, span }) => respell(written).map((meant) => ({ span, written, meant })));
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
