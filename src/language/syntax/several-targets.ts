/**
 * `use a then b`, `use a or b`, `use a, b`, `fallback b` below `use a`: a route names one target, and what is asked
 * after it belongs to a chain. Finds the targets and writes the chain; knows no grammar.
 */
import type { IToken } from 'chevrotain';
import { joinSpans, spanOf } from '../text/span.ts';
import { startsLine } from './assign-keywords.ts';
import { tokenSpan } from './cst-reading.ts';
import type { BlockKind } from './keywords.ts';
import { type SyntaxFault, wording } from './parse-errors.ts';
import { Comma, Word } from './tokens.ts';

/** More than a person writes. */
const MOST_TARGETS = 8;
const AFTER_ANOTHER = new Set(['then', 'fallback', 'else', 'or', 'otherwise', 'backup', 'and', 'to', 'next']);

/** The message where `tokens[index]` goes on with a second target; undefined where it does not. */
export function severalTargets(
  tokens: readonly IToken[],
  index: number,
  kind: BlockKind | undefined,
  lead: string,
): SyntaxFault | undefined {
  if (lead !== 'use' || (kind !== 'route' && kind !== 'otherwise')) return undefined;
  let use = index - 1;
  while (use > 0 && tokens[use]?.image !== 'use') use--;
  const first = tokens[use + 1];
  if (first === undefined || !isName(first) || use + 1 >= index + 1) return undefined;
  const names = [first];
  let last = first;
  let joint: string | undefined;
  let at = use + 2;
  while (at < tokens.length && names.length < MOST_TARGETS) {
    const words: string[] = [];
    let next = at;
    while (isJoint(tokens[next]) && words.length < 2) words.push(tokens[next++]?.image ?? '');
    if (words.length > 0 && ['use', 'try', 'model'].includes(tokens[next]?.image ?? '')) next++;
    const name = tokens[next];
    if (words.length === 0 || name === undefined || !isName(name)) break;
    if (name.image === 'refuse' || startsLine(name, tokens[next - 1])) break;
    joint ??= words.find((word) => word !== ',') ?? ',';
    names.push(name);
    last = name;
    at = next + 1;
  }
  if (joint === undefined || at - 1 < index - 1) return undefined;
  const span = joinSpans(tokenSpan(first), tokenSpan(last));
  const images = names.map((token) => token.image);
  if (joint === ',') return wording.oneTarget(tokenSpan(tokens[use + 2] ?? first), images.join(', '), span);
  const head = tokens[0] ?? first;
  return wording.targetsInTurn(tokenSpan(tokens[use + 2] ?? first), images, {
    span,
    before: spanOf(head.startOffset, head.startOffset),
  });
}

function isJoint(token: IToken | undefined): boolean {
  return token !== undefined && (token.tokenType === Comma || AFTER_ANOTHER.has(token.image));
}

function isName(token: IToken): boolean {
  return token.tokenType === Word || (token.tokenType.CATEGORIES ?? []).includes(Word);
}
