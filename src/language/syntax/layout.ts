/**
 * The tokens of a file with the lines of the canonical style marked: what begins a line, and how far in.
 * The formatter's view of the concrete tree, free of parser types. Knows no comments and no blank lines.
 */
import type { CstNode } from 'chevrotain';
import type { Source } from '../text/source.ts';
import type { Span } from '../text/span.ts';
import { firstToken, isNode, tokenSpan } from './cst-reading.ts';
import { parseConcrete } from './parse.ts';
import { Comma, InnerRCurly, RCurly, Slash } from './tokens.ts';

export interface LayoutToken {
  readonly text: string;
  readonly span: Span;
  /** Columns before it when it begins a line; undefined when it goes on with the line. */
  readonly indent?: number;
  /** The first word of the declaration, on the declaration's first token. */
  readonly declaration?: string;
  /** Whether it ends a block, so that comments before it belong inside. */
  readonly closes: boolean;
  /** Whether no space is before it. */
  readonly tight: boolean;
}

const BLOCK_LINES = /Clause$|^splitArm$|^alternative$/;

/** Only for files without syntax errors: everything else has no reliable layout. */
export function readLayout(source: Source): LayoutToken[] {
  return parseConcrete(source).chunks.flatMap(({ chunk, cst }) => {
    const indents = new Map<number, number>();
    if (cst !== undefined) markLines(cst, 0, indents);
    return chunk.tokens.map((token, index) => {
      const indent = index === 0 ? 0 : indents.get(token.startOffset);
      const previous = chunk.tokens[index - 1];
      return {
        text: token.image,
        span: tokenSpan(token),
        ...(indent === undefined ? {} : { indent }),
        ...(index === 0 ? { declaration: token.image } : {}),
        closes: token.tokenType === RCurly || token.tokenType === InnerRCurly,
        tight: token.tokenType === Comma || token.tokenType === Slash || previous?.tokenType === Slash,
      };
    });
  });
}

/** `depth` is the indentation of the line the node is on. */
function markLines(node: CstNode, depth: number, indents: Map<number, number>): void {
  const isLine = BLOCK_LINES.test(node.name);
  const inner = isLine ? depth + 2 : depth;
  const first = firstToken(node);
  if (isLine && first !== undefined) indents.set(first.startOffset, inner);
  for (const element of Object.values(node.children).flat()) {
    if (isNode(element)) {
      // A clause that only wraps another is the same line.
      const wraps = isLine && firstToken(element)?.startOffset === first?.startOffset;
      if (wraps && BLOCK_LINES.test(element.name)) markLines(element, depth, indents);
      else markLines(element, inner, indents);
    } else if (element.tokenType === RCurly || element.tokenType === InnerRCurly) {
      indents.set(element.startOffset, inner);
    } else if (node.name === 'when' && element.image === 'and') {
      indents.set(element.startOffset, inner + 1);
    }
  }
}
