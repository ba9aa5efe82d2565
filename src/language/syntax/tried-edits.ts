/**
 * Edits that may be what was meant, tried out: the first after which the parser has nothing more to say about the line
 * becomes the help. Knows faults and how to parse; no grammar, no sentences.
 */
import { type Span, spanOf } from '../text/span.ts';
import type { SyntaxFault } from './syntax-fault.ts';

/** One parse of a declaration per try: enough for a file that a person writes. */
const MOST_TRIES = 8;
const MOST_TEXT = 10_000;

export interface Tried {
  readonly text: string;
  /** The declarations of the text, in order. */
  readonly parts: readonly Span[];
  /** The first offsets of what is wrong with a text. */
  parse(text: string): readonly number[];
}

export function tryEdits(faults: readonly SyntaxFault[], { text, parts, parse }: Tried): SyntaxFault[] {
  let left = MOST_TRIES;
  return faults.map((fault) => {
    const { tries = [], ...rest } = fault;
    const part = parts.find(({ start, end }) => start <= fault.span.start && fault.span.start < end);
    if (fault.replace !== undefined || part === undefined || part.end - part.start > MOST_TEXT) return rest;
    const before = faults.filter(({ span }) => part.start <= span.start && span.start < part.end).length;
    for (const attempt of tries) {
      if (left-- <= 0) break;
      const { help, title = help, ...replace } = attempt;
      const head = text.slice(part.start, replace.span.start) + replace.text;
      const changed = head + text.slice(replace.span.end, part.end);
      const line = spanOf(changed.lastIndexOf('\n', head.length - 1) + 1, endOfLine(changed, head.length));
      const after = parse(changed);
      if (after.length >= before || after.some((at) => line.start <= at && at <= line.end)) continue;
      return { ...rest, help, replace: { ...replace, title } };
    }
    return rest;
  });
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
