/**
 * Which clause a token belongs to, also where several clauses share a line: `route r { when tier is pro use a with }`.
 * Only for messages: the parser reads clauses by its grammar. Knows the words of clauses; no grammar, no sentences.
 */
import type { IToken } from 'chevrotain';
import { type BlockKind, CLAUSES } from './keywords.ts';
import { InnerRCurly, LCurly, Quantity, RCurly, Word } from './tokens.ts';

/** Words that begin a clause of their own in a block, and are a part of the clause named here. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  window: ['output'],
  canary: ['use'],
  use: ['refuse', 'with'],
  hold: ['until'],
  on: ['refuse', 'try'],
  limit: ['at'],
  match: ['at'],
  warn: ['at'],
  tokens: ['model'],
};

/** The index of the token that begins the clause of `tokens[index]`; undefined outside of any. */
export function clauseStart(
  tokens: readonly IToken[],
  kinds: readonly (BlockKind | undefined)[],
  index: number,
): number | undefined {
  const lead = leadBefore(tokens, index);
  if (lead === undefined) return undefined;
  let start = lead;
  for (let at = lead + 1; at < index; at++) {
    if (begins(tokens, kinds, at, tokens[start]?.image ?? '')) start = at;
  }
  return start;
}

/** The last word before `index` that the parser could only read as the beginning of a clause. */
function leadBefore(tokens: readonly IToken[], index: number): number | undefined {
  for (let at = Math.min(index, tokens.length) - 1; at >= 0; at--) {
    if (tokens[at]?.tokenType.name.endsWith('Lead') === true) return at;
  }
  return undefined;
}

function begins(
  tokens: readonly IToken[],
  kinds: readonly (BlockKind | undefined)[],
  at: number,
  clause: string,
): boolean {
  const word = tokens[at]?.image ?? '';
  const kind = kinds[at];
  if (kind === undefined || !(CLAUSES[kind] as readonly string[]).includes(word)) return false;
  if (kind !== kinds[at - 1] || PARTS[clause]?.includes(word) === true) return false;
  const previous = tokens[at - 1];
  if (previous === undefined || NEED_MORE.has(previous.image)) return false;
  return clause === 'when' ? endsCondition(tokens, at, word) : isEnd(previous);
}

/** After one of these the clause goes on, whatever the word. */
const NEED_MORE = new Set([',', 'or', 'and', 'not', 'is', 'to', 'of', 'with', 'on', 'as', 'per', 'by', 'in']);

/** In a property some facts are also the first words of clauses: `tokens fit model`, `model in a`. */
function endsCondition(tokens: readonly IToken[], at: number, word: string): boolean {
  if (word === 'tokens') return tokens[at + 1]?.image === 'fit';
  if (word === 'model' || word === 'route') return tokens[at + 1]?.image === 'in';
  return true;
}

function isEnd({ tokenType }: IToken): boolean {
  const categories = tokenType.CATEGORIES ?? [];
  return (
    tokenType === Word ||
    categories.includes(Word) ||
    categories.includes(Quantity) ||
    categories.some((category) => category.name === 'Str') ||
    tokenType === RCurly ||
    tokenType === InnerRCurly ||
    tokenType === LCurly
  );
}
