/**
 * Ways to break a policy text as people do: a token deleted, doubled or misspelt; and random damage.
 * Splits text by its own rough rule, so that it shares no mistake with the lexer under test.
 */

export interface Mutation {
  readonly how: string;
  readonly text: string;
}

const TOKEN = /#[^\n]*|"(?:[^"\\\n]|\\.)*"|[\w$%.:-]+|[^\s\w]/g;

/** Offsets of the tokens of a text; comments are left out. */
export function tokensOf(text: string): { start: number; end: number; text: string }[] {
  return [...text.matchAll(TOKEN)]
    .filter((match) => !match[0].startsWith('#'))
    .map((match) => ({ start: match.index, end: match.index + match[0].length, text: match[0] }));
}

/** Each token deleted, doubled and misspelt, one change a mutation. */
export function tokenMutations(text: string): Mutation[] {
  return tokensOf(text).flatMap((token) => {
    const before = text.slice(0, token.start);
    const after = text.slice(token.end);
    const line = before.split('\n').length;
    return [
      { how: `${line}: delete ${token.text}`, text: before + after },
      { how: `${line}: double ${token.text}`, text: `${before}${token.text} ${token.text}${after}` },
      { how: `${line}: misspell ${token.text}`, text: before + misspelt(token.text) + after },
    ];
  });
}

/** A letter too many in the middle; for a sign, another sign. */
function misspelt(token: string): string {
  if (token.length === 1 && !/\w/.test(token)) return ';';
  const middle = Math.ceil(token.length / 2);
  return `${token.slice(0, middle)}x${token.slice(middle)}`;
}

const PIECES = [
  ...['{', '}', '"', "'", ',', '#', '//', '/', '\\', '\n', ' or ', ' and ', ' any {', 'route x {', '\n}\n'],
  ...[
    '$',
    '%',
    '5x',
    '9:00',
    '==',
    '>=',
    '|',
    '(',
    ')',
    ';',
    'é',
    '\u202e',
    '\0',
    '\ud800',
    'policy p edition 1',
    '/a/',
  ],
];

/** One random change, chosen by numbers from 0 to 1 so that a property test can shrink it. */
export function mutate(text: string, where: number, length: number, choice: number): string {
  const start = Math.floor(where * (text.length + 1));
  const end = Math.min(text.length, start + Math.floor(length * length * 60));
  const cut = text.slice(start, end);
  const piece = PIECES[Math.floor(choice * 7 * PIECES.length) % PIECES.length] ?? '';
  switch (Math.floor(choice * 4)) {
    case 0:
      return text.slice(0, start) + text.slice(end);
    case 1:
      return text.slice(0, start) + piece + text.slice(end);
    case 2:
      return text.slice(0, start) + piece + text.slice(start);
    default:
      return text.slice(0, end) + cut + text.slice(end);
  }
}
