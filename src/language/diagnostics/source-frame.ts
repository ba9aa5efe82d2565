/**
 * A source line with a span underlined, as in `51 |   when tier is enterprise` over `   |   ^^^^`. Long lines are cut
 * around the span. Knows no severity and no colour.
 */
import { lineText, positionAt, type Source } from '../text/source.ts';
import type { Span } from '../text/span.ts';
import { displayWidth, shownText } from './display-width.ts';

const MOST_COLUMNS = 160;
const BEFORE_SPAN = 40;
/** Characters of a data file's token. */
const LONGEST_TOKEN = 80;

export interface Frame {
  readonly line: number;
  /** The line as shown. */
  readonly text: string;
  /** Columns before the underline. */
  readonly indent: number;
  /** Columns of the underline, at least one. */
  readonly width: number;
}

/**
 * A span of several lines is underlined to the end of its first. Of a data file only the span is shown, so that a
 * policy cannot have the rest of a file printed by naming it.
 */
export function frameOf(source: Source, span: Span): Frame {
  const { line, column } = positionAt(source, span.start);
  const written = lineText(source, line);
  if (!source.path.endsWith('.route')) {
    const token = shownText(written.slice(column - 1, column - 1 + Math.max(1, span.end - span.start)));
    const text = token.length > LONGEST_TOKEN ? `${token.slice(0, LONGEST_TOKEN)}…` : token;
    return { line, text, indent: 0, width: Math.max(1, displayWidth(text)) };
  }
  const from = column - 1;
  const to = Math.max(from, Math.min(written.length, from + (span.end - span.start)));
  const before = shownText(written.slice(0, from));
  const inside = shownText(written.slice(from, to), displayWidth(before));
  const start = displayWidth(before);
  const after = shownText(written.slice(to), start + displayWidth(inside));
  const frame = {
    line,
    text: before + inside + after,
    indent: start,
    width: Math.max(1, displayWidth(inside)),
  };
  return displayWidth(frame.text) > MOST_COLUMNS ? cut(frame, before, inside, after) : frame;
}

function cut(frame: Frame, before: string, inside: string, after: string): Frame {
  const lead = before.length > BEFORE_SPAN ? `…${[...before].slice(-BEFORE_SPAN).join('')}` : before;
  const room = Math.max(MOST_COLUMNS - displayWidth(lead), 20);
  const middle = displayWidth(inside) > room ? `${[...inside].slice(0, room).join('')}…` : inside;
  const left = Math.max(room - displayWidth(middle), 0);
  const rest = displayWidth(after) > left ? `${[...after].slice(0, left).join('')}…` : after;
  return {
    line: frame.line,
    text: lead + middle + rest,
    indent: displayWidth(lead),
    width: Math.max(1, displayWidth(middle)),
  };
}
