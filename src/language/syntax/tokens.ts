/**
 * The token types of `.route` files and the lexer. Every text lexes without an error: what can only be
 * a mistake (`20sec`, `'…'`, `==`) has a token of its own, so that it gets a message of its own.
 * Knows no grammar. A word is one token here; `assign-keywords.ts` decides which words are keywords.
 */
import { type CustomPatternMatcherFunc, createToken, type IToken, Lexer, type TokenType } from 'chevrotain';
import { type KeywordText, WORDS } from './keywords.ts';

const wordName = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Any word that may be a name: not a keyword at the start of a clause. */
export const Word = createToken({
  name: 'Word',
  pattern: /[A-Za-z_][A-Za-z0-9_]*(?:[-.][A-Za-z0-9_]+)*/,
  label: 'a name',
});

export const Quantity = createToken({ name: 'Quantity', pattern: Lexer.NA, label: 'a quantity' });
const quantity = (name: string, pattern: RegExp, label: string): TokenType =>
  createToken({ name, pattern, label, categories: Quantity });

// A quantity ends where nothing that could belong to it follows; else it is a bad quantity as a whole.
export const DateLiteral = quantity('DateLiteral', /\d{4}-\d{2}-\d{2}(?![\w.:%$-])/, 'a date');
export const Clock = quantity('Clock', /\d{2}:\d{2}(?![\w.:%$-])/, 'a time');
export const Money = quantity('Money', /\$\d+(?:\.\d+)?[kM]?(?![\w.:%$-])/, 'an amount of dollars');
export const Percent = quantity('Percent', /\d+(?:\.\d+)?%(?![\w.:%$-])/, 'a percentage');
export const Duration = quantity('Duration', /\d+(?:\.\d+)?(?:ms|s|min|h|d)(?![\w.:%$-])/, 'a duration');
export const NumberLiteral = quantity('NumberLiteral', /-?\d+(?:\.\d+)?[kM]?(?![\w.:%$-])/, 'a number');
export const BadQuantity = quantity('BadQuantity', /-?\$?\d[\w.:%$-]*|\$[\w.:%-]*/, 'a quantity');

export const Str = createToken({ name: 'Str', pattern: Lexer.NA, label: 'a text in double quotes' });
const text = (name: string, pattern: RegExp): TokenType =>
  createToken({ name, pattern, label: 'a text in double quotes', categories: Str });

export const ClosedString = text('ClosedString', /"(?:[^"\\\r\n]|\\[^\r\n])*"/);
export const OpenString = text('OpenString', /"(?:[^"\\\r\n]|\\[^\r\n])*\\?/);
export const WrongQuotes = text(
  'WrongQuotes',
  /'[^'\r\n]*'?|`[^`\r\n]*`?|[\u2018-\u201e\u00ab][^\r\n"\u2018-\u201e\u00bb]*["\u2018-\u201e\u00bb]?/,
);

const patternText = /\/(?![/*])(?:[^/\\\r\n]|\\[^\r\n])*(?:\/[A-Za-z]*)?/y;

/** A regular expression begins only after `matches`, or after `or` between two of them. */
const matchPattern: CustomPatternMatcherFunc = (input, offset, matched) => {
  const last = matched.at(-1);
  const allowed =
    last?.image === 'matches' || (last?.image === 'or' && matched.at(-2)?.tokenType === Pattern);
  if (!allowed) return null;
  patternText.lastIndex = offset;
  return patternText.exec(input) as ReturnType<CustomPatternMatcherFunc>;
};

export const Pattern: TokenType = createToken({
  name: 'Pattern',
  pattern: matchPattern,
  start_chars_hint: ['/'],
  line_breaks: false,
  label: 'a pattern between slashes',
});

export const Comment = createToken({ name: 'Comment', pattern: /#[^\r\n]*/, group: 'comments' });
export const SlashComment = createToken({ name: 'SlashComment', pattern: /\/\/[^\r\n]*|\/\*[^\r\n]*/ });
const WhiteSpace = createToken({
  name: 'WhiteSpace',
  pattern: /[ \t\r\n\f\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\ufeff]+/,
  group: Lexer.SKIPPED,
  line_breaks: true,
});

export const Comma = createToken({ name: 'Comma', pattern: /,/, label: '`,`' });
export const Slash = createToken({ name: 'Slash', pattern: /\//, label: '`/`' });
export const LCurly = createToken({ name: 'LCurly', pattern: /\{/, label: '`{`' });
export const RCurly = createToken({ name: 'RCurly', pattern: /\}/, label: '`}`' });
/** The `}` of a block within a declaration, so that an error inside never ends the declaration. */
export const InnerRCurly = createToken({ name: 'InnerRCurly', pattern: Lexer.NA, label: '`}`' });

/** `==`, `&&`, `:` and similar ones: always a mistake; `repair-tokens.ts` says what was meant. */
export const Sign = createToken({ name: 'Sign', pattern: /[=<>!&|]+|-+>?|[;:()[\]+*^~?@%.\\]/ });
export const Strange = createToken({
  name: 'Strange',
  pattern:
    /[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f\u00a1-\u167f\u1681-\u1fff\u200b-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ufefe\uff00-\uffff]+/,
  line_breaks: false,
});

/** A word of the language in every place where it means itself. */
export interface Keyword {
  /** What the grammar consumes: the word wherever it is. */
  readonly any: TokenType;
  /** The word beginning a clause; not a name. */
  readonly lead: TokenType;
  /** The word anywhere else; may also be a name. */
  readonly inner: TokenType;
}

const keywords = new Map<string, Keyword>(
  WORDS.map((word) => {
    const label = `\`${word}\``;
    const any = createToken({ name: wordName(word), pattern: Lexer.NA, label });
    return [
      word,
      {
        any,
        lead: createToken({ name: `${wordName(word)}Lead`, pattern: Lexer.NA, label, categories: any }),
        inner: createToken({
          name: `${wordName(word)}Word`,
          pattern: Lexer.NA,
          label,
          categories: [any, Word],
        }),
      },
    ];
  }),
);

export function keywordOf(text: string): Keyword | undefined {
  return keywords.get(text);
}

/** The token type the grammar uses for each word. */
export const kw = Object.fromEntries(
  [...keywords].map(([text, keyword]) => [text, keyword.any]),
) as unknown as Readonly<Record<KeywordText, TokenType>>;

const LEXED = [
  ...[WhiteSpace, Comment, SlashComment, Pattern, ClosedString, OpenString, WrongQuotes, Word],
  ...[DateLiteral, Clock, Money, Percent, Duration, NumberLiteral, BadQuantity],
  ...[Comma, Slash, LCurly, RCurly, Sign, Strange],
];

export const ALL_TOKENS: readonly TokenType[] = [
  ...LEXED,
  ...[Quantity, Str, InnerRCurly],
  ...[...keywords.values()].flatMap((keyword) => [keyword.any, keyword.lead, keyword.inner]),
];

export interface LexedText {
  readonly tokens: IToken[];
  readonly comments: readonly IToken[];
}

let lexer: Lexer | undefined;

export function tokenize(text: string): LexedText {
  lexer ??= new Lexer([...LEXED, Quantity, Str], { ensureOptimizations: true, positionTracking: 'full' });
  const lexed = lexer.tokenize(text);
  return { tokens: lexed.tokens, comments: lexed.groups['comments'] ?? [] };
}
