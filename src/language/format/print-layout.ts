/**
 * Prints tokens and comments in the one canonical style. Two columns per block, one clause per line, `and` under
 * `when`, one blank line between declarations, at most one elsewhere. Knows layout only, no grammar.
 */

import type { LayoutToken } from '../syntax/layout.ts';
import type { Comment } from '../syntax/syntax.ts';
import { type Source, sliceOf } from '../text/source.ts';

type Item = LayoutToken | Comment;

/** Declarations that may follow each other without a blank line. */
const GROUPED = new Set(['import']);

export function printLayout(
  source: Source,
  tokens: readonly LayoutToken[],
  comments: readonly Comment[],
): string {
  const items: Item[] = [...tokens, ...comments].sort((a, b) => a.span.start - b.span.start);
  const nextTokens = followingTokens(items);
  const printer = new Printer(source);
  items.forEach((item, index) => {
    if ('ownLine' in item) printer.comment(item, nextTokens[index]);
    else printer.token(item);
  });
  return printer.text();
}

/** For each item the first token after it. */
function followingTokens(items: readonly Item[]): (LayoutToken | undefined)[] {
  let next: LayoutToken | undefined;
  return items
    .toReversed()
    .map((item) => {
      const after = next;
      if (!('ownLine' in item)) next = item;
      return after;
    })
    .toReversed();
}

class Printer {
  private readonly source: Source;
  private readonly lines: string[] = [];
  private line = '';
  private lineIndent = 0;
  private last: Item | undefined;
  private declaration: string | undefined;
  /** Set while a comment above the next declaration has decided about the blank line before it. */
  private spaced = false;

  constructor(source: Source) {
    this.source = source;
  }

  token(token: LayoutToken): void {
    const begins = token.indent !== undefined;
    if (begins || this.endsLine()) {
      const blank = token.closes ? false : this.blankBefore(token, token);
      this.startLine(begins ? token.indent : this.lineIndent + 2, blank);
      if (begins && !token.closes) this.lineIndent = token.indent;
      this.line += token.text;
    } else {
      this.line += token.tight || this.last === undefined ? token.text : ` ${token.text}`;
    }
    if (token.declaration !== undefined) {
      this.declaration = token.declaration;
      this.spaced = false;
    }
    this.last = token;
  }

  comment(comment: Comment, next: LayoutToken | undefined): void {
    if (!comment.ownLine && this.last !== undefined) {
      this.line += ` ${comment.text}`;
    } else {
      const blank = this.blankBefore(comment, next);
      this.startLine(this.commentIndent(next), blank);
      this.line += comment.text;
      if (next === undefined || next.declaration !== undefined) this.spaced = true;
    }
    this.last = comment;
  }

  text(): string {
    this.lines.push(this.line);
    return this.last === undefined ? '' : `${this.lines.join('\n')}\n`;
  }

  private commentIndent(next: LayoutToken | undefined): number {
    if (next === undefined) return 0;
    if (next.indent === undefined) return this.lineIndent + 2;
    return next.closes ? next.indent + 2 : next.indent;
  }

  private startLine(indent: number, blank: boolean): void {
    if (this.last !== undefined) this.lines.push(this.line.trimEnd());
    if (blank) this.lines.push('');
    this.line = ' '.repeat(indent);
  }

  /** A comment always ends its line. */
  private endsLine(): boolean {
    return this.last !== undefined && 'ownLine' in this.last;
  }

  private blankBefore(item: Item, next: LayoutToken | undefined): boolean {
    if (this.last === undefined) return false;
    const atTop = next === undefined || next.declaration !== undefined;
    if (atTop && this.declaration !== undefined && !this.spaced) {
      const grouped = GROUPED.has(this.declaration) && GROUPED.has(next?.declaration ?? '');
      return grouped ? this.blankInSource(item) : true;
    }
    if (!('ownLine' in this.last) && this.last.text === '{') return false;
    return this.blankInSource(item);
  }

  private blankInSource(item: Item): boolean {
    const between = sliceOf(this.source, { start: this.last?.span.end ?? 0, end: item.span.start });
    return (between.match(/\r\n|\r|\n/g) ?? []).length > 1;
  }
}
