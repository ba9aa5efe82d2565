/**
 * Groups of conditions as other languages write them: `a or b` between whole conditions, `{ … }` and `all { … }` for
 * what all has to hold. Writes what they are here; knows tokens, no grammar.
 */
import type { IToken } from 'chevrotain';
import { spanOf } from '../text/span.ts';
import { startsLine } from './assign-keywords.ts';
import { TEST_WORDS } from './condition-words.ts';
import { tokenSpan } from './cst-reading.ts';
import type { BlockKind } from './keywords.ts';
import { type SyntaxFault, wording } from './parse-errors.ts';
import type { Replace } from './syntax-fault.ts';
import { InnerRCurly, LCurly, RCurly } from './tokens.ts';

/** A condition that is longer is not rewritten: a hostile file must not cost its square. */
const MOST_TOKENS = 400;

type Edits = Pick<Replace, 'span' | 'text' | 'more'>;

const TESTS = new Set(TEST_WORDS);
const TWO_WORDS = new Set([
  'output',
  'header',
  'metadata',
  'asked',
  'budget',
  'limit',
  'predicate',
  'rules',
  'similarity',
]);

/** `any { … }` around the conditions of a clause that are joined by `or` and nothing else. */
export function groupOfAlternatives(
  tokens: readonly IToken[],
  start: number,
  index: number,
): Edits | undefined {
  if (tokens[start]?.image !== 'when') return undefined;
  let end = start + 1;
  while (end - start < MOST_TOKENS && tokens[end] !== undefined && !ends(tokens[end] as IToken)) end++;
  const clause = tokens.slice(start + 1, end);
  const [first, last] = [clause[0], clause.at(-1)];
  if (first === undefined || last === undefined || index < start) return undefined;
  if (
    clause.some(({ image }, at) => (image === 'and' && clause[at - 2]?.image !== 'between') || image === '{')
  )
    return undefined;
  const joints = clause.filter((token, at) => token.image === 'or' && beginsCondition(clause, at + 1));
  if (joints.length === 0) return undefined;
  const indent = ' '.repeat((tokens[start]?.startColumn ?? 1) - 1);
  const after = (last.endOffset ?? last.startOffset) + 1;
  return {
    span: spanOf(first.startOffset, first.startOffset),
    text: `any {\n${indent}  `,
    more: [
      ...joints.map((or) => {
        const at = clause.indexOf(or);
        const before = clause[at - 1] ?? or;
        const next = clause[at + 1] ?? or;
        return { span: spanOf((before.endOffset ?? 0) + 1, next.startOffset), text: `\n${indent}  ` };
      }),
      { span: spanOf(after, after), text: `\n${indent}}` },
    ],
  };
}

function beginsCondition(clause: readonly IToken[], at: number): boolean {
  const word = clause[at]?.image ?? '';
  if (!/^[a-z]/.test(word)) return false;
  const test = clause[at + 1]?.image ?? '';
  return TESTS.has(test) || TWO_WORDS.has(word) || ['p95', 'error', 'load', 'not'].includes(test);
}

function ends(token: IToken): boolean {
  return (
    token.tokenType.name.endsWith('Lead') || token.tokenType === RCurly || token.tokenType === InnerRCurly
  );
}

/** `when { … }`, `and all { … }`: the same conditions joined by `and`. */
export function groupOfAll(
  tokens: readonly IToken[],
  index: number,
  lead: string,
  kinds: readonly (BlockKind | undefined)[],
): SyntaxFault | undefined {
  const brace = tokens[index];
  if (lead !== 'when' || brace?.tokenType !== LCurly || kinds[index - 1] === 'any') return undefined;
  const previous = tokens[index - 1];
  const named = ['all', 'both', 'every'].includes(previous?.image ?? '');
  if (!named && previous?.image !== 'when' && previous?.image !== 'and') return undefined;
  let depth = 0;
  let end = index;
  for (; end < tokens.length && end - index < MOST_TOKENS; end++) {
    const { tokenType } = tokens[end] as IToken;
    if (tokenType === LCurly) depth++;
    if ((tokenType === RCurly || tokenType === InnerRCurly) && --depth === 0) break;
  }
  const close = tokens[end];
  const inner = tokens.slice(index + 1, end);
  const first = inner[0];
  const last = inner.at(-1);
  if (close === undefined || first === undefined || last === undefined) return undefined;
  if (inner.some(({ tokenType }) => tokenType === LCurly)) return undefined;
  const from = named ? (previous as IToken) : brace;
  const joints = inner.filter(
    (token, at) => at > 0 && startsLine(token, inner[at - 1]) && !['and', 'or'].includes(token.image),
  );
  if (inner.some(({ image }, at) => image === 'or' && startsLine(inner[at] as IToken, inner[at - 1])))
    return undefined;
  return wording.allGroup(tokenSpan(from), {
    span: spanOf(from.startOffset, first.startOffset),
    text: '',
    more: [
      ...joints.map((token) => ({ span: spanOf(token.startOffset, token.startOffset), text: 'and ' })),
      { span: spanOf((last.endOffset ?? 0) + 1, (close.endOffset ?? close.startOffset) + 1), text: '' },
    ],
  });
}
