/**
 * Cuts a file into declarations and decides, by position and brace depth, which words are keywords: one at
 * the start of a line or after a brace begins a clause or a declaration, anywhere else it may be a name.
 * Knows which words begin what (`keywords.ts`) but no grammar and no messages.
 */
import type { IToken, TokenType } from 'chevrotain';
import { onlyNearest } from '../diagnostics/suggest.ts';
import { headShape } from './find-heads.ts';
import { type BlockKind, CLAUSES, DECLARATIONS } from './keywords.ts';
import { ClosedString, Comma, InnerRCurly, keywordOf, LCurly, Quantity, RCurly, Word } from './tokens.ts';

/** The tokens of one declaration, from its first word to the next declaration's. */
export interface Chunk {
  readonly tokens: IToken[];
  /** For each token the block it is in; undefined outside any. */
  readonly kinds: (BlockKind | undefined)[];
  /** The declaration word the chunk begins with, or the one that was most likely meant. */
  readonly head: string | undefined;
  /** True when the first word was mistyped and `head` is a guess. */
  readonly guessed: boolean;
  /** The `{` of the block that was never closed, as far as indentation shows. */
  unclosed?: IToken;
}

interface OpenBlock {
  readonly kind: BlockKind | undefined;
  /** Its `{`; undefined for a block whose `{` is missing. */
  readonly brace: IToken | undefined;
  /** Column of the line that opens the block. */
  readonly column: number;
}

/** Declarations whose block may hold blocks of its own, and how many tokens come before its `{`. */
const NESTING: Readonly<Record<string, number>> = {
  policy: 4,
  model: 2,
  route: 2,
  otherwise: 1,
  never: 2,
  always: 2,
};
/** Facts that are also clause words: inside `any { }` they begin a condition. */
const FACT_WORDS = new Set(['tokens', 'output', 'key', 'rules', 'model', 'route']);

const DEFAULTS = keywordOf('defaults')?.lead;
const MEANING = keywordOf('meaning')?.lead;

export function startsLine(token: IToken, previous: IToken | undefined): boolean {
  return previous === undefined || (previous.endLine ?? 0) < (token.startLine ?? 0);
}

export function assignKeywords(tokens: readonly IToken[]): Chunk[] {
  for (const token of tokens) forget(token);
  const cutter = new Cutter(tokens);
  return cutter.cut();
}

class Cutter {
  private readonly tokens: readonly IToken[];
  private readonly chunks: Chunk[] = [];
  private chunk: Chunk = { tokens: [], kinds: [], head: undefined, guessed: false };
  private blocks: OpenBlock[] = [];
  private suspect: IToken | undefined;
  /** The word that begins the clause being read. */
  private clause: string | undefined;
  private opened = false;
  private closed = true;
  private lineColumn = 1;

  constructor(tokens: readonly IToken[]) {
    this.tokens = tokens;
  }

  cut(): Chunk[] {
    this.tokens.forEach((token, index) => {
      const previous = this.tokens[index - 1];
      const first = startsLine(token, previous);
      if (first) this.lineColumn = token.startColumn ?? 1;
      if (token.tokenType === Word) this.word(token, index, previous, first);
      else if (this.chunks.length === 0) this.begin(token, undefined, false);
      if (token.tokenType === LCurly) this.open(token, previous);
      if (token.tokenType === RCurly) this.close(token, first);
      this.chunk.tokens.push(token);
      this.chunk.kinds.push(this.kindHere());
      if (this.blocks.length === 0 && isWhole(this.chunk, token)) this.closed = true;
    });
    this.finish();
    return this.chunks;
  }

  private word(token: IToken, index: number, previous: IToken | undefined, first: boolean): void {
    const leads = (first || isBrace(previous)) && previous?.tokenType !== Comma;
    if (leads && this.mayBeHead(token, index, first)) {
      this.begin(token, token.image, false);
      return;
    }
    const outside = this.blocks.length === 0 && this.closed;
    if (this.chunks.length === 0 || (leads && outside && (token.startColumn ?? 1) === 1)) {
      const meant = onlyNearest(token.image, Object.keys(DECLARATIONS));
      this.begin(token, meant, meant !== undefined);
      return;
    }
    retype(token, first || isBrace(previous) ? this.leadType(token) : innerType(token));
    const bare = this.tokens[index + 1]?.tokenType !== LCurly;
    if (bare && token.image === 'any' && (previous?.image === 'and' || previous?.image === 'when')) {
      this.blocks.push({ kind: 'any', brace: undefined, column: this.lineColumn });
    }
    if (bare && (token.tokenType === DEFAULTS || token.tokenType === MEANING)) {
      const kind = token.tokenType === DEFAULTS ? 'defaults' : 'meaning';
      this.blocks.push({ kind, brace: undefined, column: this.lineColumn });
    }
  }

  private mayBeHead(token: IToken, index: number, first: boolean): boolean {
    const shape = headShape((at) => this.tokens[at], index);
    if (shape === 'none') return false;
    const atMargin = first && token.startColumn === 1;
    if (this.blocks.length > 0) {
      const kind = this.blocks.at(-1)?.kind;
      if (shape === 'strong') return true;
      return (
        shape === 'weak' && atMargin && kind !== 'any' && !(kind !== undefined && begins(kind, token.image))
      );
    }
    return this.closed || atMargin || (!this.opened && first && shape === 'strong');
  }

  private begin(token: IToken, head: string | undefined, guessed: boolean): void {
    this.finish();
    this.chunk = { tokens: [], kinds: [], head, guessed };
    this.chunks.push(this.chunk);
    this.blocks = [];
    this.suspect = undefined;
    this.clause = undefined;
    this.opened = false;
    this.closed = false;
    if (head !== undefined) retype(token, keywordOf(head)?.lead ?? Word);
  }

  private finish(): void {
    const unclosed = this.suspect ?? this.blocks.findLast((block) => block.brace !== undefined)?.brace;
    if (this.blocks.length > 0 && unclosed !== undefined) this.chunk.unclosed = unclosed;
  }

  private open(token: IToken, previous: IToken | undefined): void {
    const { head = '', tokens } = this.chunk;
    const nestedAfter = NESTING[head];
    const within = nestedAfter !== undefined && tokens.length > nestedAfter && !this.closed;
    if (this.blocks.length === 0 && within && nestedKind(previous, this.clause) !== undefined) {
      // The declaration's own `{` is missing: this one belongs to a block within it.
      this.blocks.push({ kind: DECLARATIONS[head], brace: undefined, column: 1 });
    }
    const kind = this.blocks.length === 0 ? DECLARATIONS[head] : nestedKind(previous, this.clause);
    this.blocks.push({ kind, brace: token, column: this.lineColumn });
    this.opened = true;
  }

  private close(token: IToken, first: boolean): void {
    if (this.blocks.length > 1) retype(token, InnerRCurly);
    const block = this.blocks.pop();
    if (first && block?.brace !== undefined && (token.startColumn ?? 1) < block.column)
      this.suspect ??= block.brace;
    if (this.blocks.length === 0) this.closed = true;
  }

  /** The `{` of a declaration may be missing: its clauses are still its clauses. */
  private kindHere(): BlockKind | undefined {
    const block = this.blocks.at(-1);
    return block === undefined && !this.closed ? DECLARATIONS[this.chunk.head ?? ''] : block?.kind;
  }

  private leadType(token: IToken): TokenType {
    const lead = keywordOf(token.image)?.lead;
    if (lead === undefined) return Word;
    const kind = this.kindHere();
    if (kind !== undefined && begins(kind, token.image)) {
      this.clause = token.image;
      return lead;
    }
    const outer = this.blocks.at(-2)?.kind;
    if (outer !== undefined && begins(outer, token.image) && !FACT_WORDS.has(token.image)) {
      // A clause of the block around: the inner block was not closed, and the next `}` is not its own.
      this.blocks.pop();
      this.clause = token.image;
      return lead;
    }
    return innerType(token);
  }
}

/** Whether a declaration that needs no block is whole once `last` is read. */
function isWhole(chunk: Chunk, last: IToken): boolean {
  switch (chunk.head) {
    case 'tests':
    case 'import':
    case 'quality':
      return last.tokenType === ClosedString;
    case 'policy':
      return last.tokenType.CATEGORIES?.includes(Quantity) ?? false;
    case 'tier':
      return chunk.tokens.length > 1 && last.tokenType !== Comma;
    default:
      return false;
  }
}

function begins(kind: BlockKind, word: string): boolean {
  return (CLAUSES[kind] as readonly string[]).includes(word);
}

function innerType(token: IToken): TokenType {
  return keywordOf(token.image)?.inner ?? Word;
}

function nestedKind(previous: IToken | undefined, clause: string | undefined): BlockKind | undefined {
  const word = previous?.image;
  if (word === 'any' || word === 'defaults' || word === 'meaning') return word;
  return clause === 'is' ? 'deployment' : undefined;
}

function isBrace(token: IToken | undefined): boolean {
  const type = token?.tokenType;
  return type === LCurly || type === RCurly || type === InnerRCurly;
}

/** Undoes an earlier assignment: what follows on a declaration's line is looked at twice. */
function forget(token: IToken): void {
  if (token.tokenType === InnerRCurly) retype(token, RCurly);
  const keyword = keywordOf(token.image);
  if (token.tokenType === keyword?.lead || token.tokenType === keyword?.inner) retype(token, Word);
}

function retype(token: IToken, type: TokenType): void {
  token.tokenType = type;
  token.tokenTypeIdx = type.tokenTypeIdx ?? token.tokenTypeIdx;
}
