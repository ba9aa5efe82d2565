/**
 * Characters that look like letters and signs of the language and are not, and characters that cannot be seen at all:
 * they come with copied text. Says what was meant where that is certain; knows no grammar.
 */
import { createTokenInstance, type IToken } from 'chevrotain';
import { spanOf } from '../text/span.ts';
import { type SyntaxFault, wording } from './parse-errors.ts';
import { Strange, tokenize } from './tokens.ts';

/** Code points of characters that no font draws: joiners, soft hyphens, marks of direction, variation selectors. */
const INVISIBLE: readonly (readonly [number, number])[] = [
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x180e, 0x180e],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
];

function isInvisible(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return INVISIBLE.some(([low, high]) => low <= code && code <= high);
}

/** Letters of other scripts that most fonts draw like Latin ones; dashes and quotes that editors put in. */
const ALIKE: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ['аɑα', 'a'],
    ['сϲ', 'c'],
    ['ԁ', 'd'],
    ['еє', 'e'],
    ['һ', 'h'],
    ['іι', 'i'],
    ['ј', 'j'],
    ['к', 'k'],
    ['оο', 'o'],
    ['рρ', 'p'],
    ['ԛ', 'q'],
    ['ѕ', 's'],
    ['т', 't'],
    ['υ', 'u'],
    ['ν', 'v'],
    ['ԝ', 'w'],
    ['хχ', 'x'],
    ['уγ', 'y'],
    ['АΑ', 'A'],
    ['ВΒ', 'B'],
    ['С', 'C'],
    ['ЕΕ', 'E'],
    ['Н', 'H'],
    ['І', 'I'],
    ['К', 'K'],
    ['М', 'M'],
    ['О', 'O'],
    ['Р', 'P'],
    ['Т', 'T'],
    ['Х', 'X'],
    ['‐‑‒–—―−', '-'],
    ['×', 'x'],
    ['⁄∕', '/'],
    ['，、', ','],
    ['…', '...'],
    ['“”„″', '"'],
  ].flatMap(([from = '', to = '']) => [...from].map((character) => [character, to])),
);

/** The tokens to read instead of a run that starts at `index`, and how many tokens it replaces. */
export function readAlike(
  tokens: readonly IToken[],
  index: number,
  faults: SyntaxFault[],
): { readonly tokens: readonly IToken[]; readonly count: number } | undefined {
  const run = touching(tokens, index);
  const first = run[0];
  const last = run.at(-1);
  if (first === undefined || last === undefined || !run.some(({ tokenType }) => tokenType === Strange))
    return undefined;
  const written = run.map(({ image }) => image).join('');
  const meant = meantBy(written);
  if (meant.text === '' || /[^\x20-\x7e]/.test(meant.text)) return undefined;
  const read = tokenize(meant.text).tokens;
  if (read.some(({ tokenType }) => tokenType === Strange)) return undefined;
  const span = spanOf(first.startOffset, (last.endOffset ?? last.startOffset) + 1);
  const odd = [...written].find((character) => character > '\x7e') ?? '';
  faults.push(
    isInvisible(odd)
      ? wording.invisible(span, meant.text, codePoint(odd))
      : wording.alike(span, written, meant.text, odd, codePoint(odd), ALIKE[odd] ?? odd.normalize('NFKC')),
  );
  const at = (offset: number): number => first.startOffset + (meant.from[offset] ?? offset);
  return {
    count: run.length,
    tokens: read.map((token) => moved(token, first, at)),
  };
}

/** A hostile text must not cost its square. */
const MOST_TOKENS = 32;

function touching(tokens: readonly IToken[], index: number): IToken[] {
  const run: IToken[] = [];
  for (let at = index; at < tokens.length && run.length < MOST_TOKENS; at++) {
    const token = tokens[at] as IToken;
    const last = run.at(-1);
    if (last !== undefined && token.startOffset !== (last.endOffset ?? 0) + 1) break;
    if (/^[",{}]/.test(token.image)) break;
    run.push(token);
  }
  return run;
}

/** ASCII as far as it is certain; `from[i]` is where the character i comes from. */
function meantBy(written: string): { readonly text: string; readonly from: readonly number[] } {
  let text = '';
  const from: number[] = [];
  let offset = 0;
  for (const character of written) {
    const plain = isInvisible(character)
      ? ''
      : (ALIKE[character] ?? (/[\uff01-\uff5e]/.test(character) ? character.normalize('NFKC') : character));
    for (const one of plain) {
      text += one;
      from.push(offset);
    }
    offset += character.length;
  }
  return { text, from };
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function moved(token: IToken, first: IToken, at: (offset: number) => number): IToken {
  const end = token.endOffset ?? token.startOffset;
  return createTokenInstance(
    token.tokenType,
    token.image,
    at(token.startOffset),
    at(end),
    first.startLine ?? 1,
    first.endLine ?? 1,
    (first.startColumn ?? 1) + at(token.startOffset) - first.startOffset,
    (first.startColumn ?? 1) + at(end) - first.startOffset,
  );
}
