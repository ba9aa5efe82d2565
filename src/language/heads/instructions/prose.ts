// The prose of a message: its lines without fenced blocks, program code, quoted mail and HTML comments. Must not know:
// intents, which lines ask for something.

import { isBracketLine, isCodeLine } from './code-lines.ts';

export interface Prose {
  /** In order; empty lines are left out. */
  readonly lines: readonly string[];
  /** Whether the message has program code. */
  readonly hasCode: boolean;
}

const COMMENT = /<!--[\s\S]*?(-->|$)/g;
const FENCE = /(```|~~~)[^\n]*\n[\s\S]*?(\1|$)/g;
const FENCED = '\u0001';
const QUOTED = /^\s*>/;
/** "On Monday, Ann wrote:" — what follows is Ann's. */
const QUOTE_BEGINS =
  /^\s*(on .{5,80} wrote:|-{2,}\s*(original|forwarded) message\s*-{2,}|am .{5,80} schrieb .{2,60}:|le .{5,80} a écrit\s?:)/i;
/** Fewer lines than this may be prose with a bracket in it. */
const FEWEST_LINES_OF_CODE = 2;

export function proseOf(text: string): Prose {
  const plain = text.replaceAll('\r', '\n').replace(COMMENT, ' ').replace(FENCE, `\n${FENCED}\n`);
  const lines = plain.split('\n');
  const isCode = lines.map((line) => line === FENCED || isCodeLine(line));
  const signs = lines.filter((line, at) => isCode[at] && !isBracketLine(line)).length;
  const hasCode = lines.includes(FENCED) || signs >= FEWEST_LINES_OF_CODE;
  const quoteAt = lines.findIndex((line, at) => at > 0 && QUOTE_BEGINS.test(line));
  const prose = lines.filter((line, at) => {
    if (line.trim() === '' || QUOTED.test(line)) return false;
    if (quoteAt >= 0 && at >= quoteAt) return false;
    return !hasCode || !(isCode[at] || isInsideCode(line, isCode, at));
  });
  return { lines: prose, hasCode };
}

/** A short, indented or commented line with code above and below. */
function isInsideCode(line: string, isCode: readonly boolean[], at: number): boolean {
  if (!isCode[at - 1] || !isCode[at + 1]) return false;
  return /^\s{2,}|^\s*(#|\/\/|\*)/.test(line) || line.trim().split(/\s+/).length <= 3;
}
