/**
 * Text to AST: tokens, repairs, keywords by position, then one declaration after the other, so that an error
 * in one can neither hide an error in the next nor lose it. A user's mistake is a message, never thrown.
 */
import type { IToken } from 'chevrotain';
import { allNearest, onlyNearest } from '../diagnostics/suggest.ts';
import { createSource, positionAt, type Source } from '../text/source.ts';
import { type Span, spanOf } from '../text/span.ts';
import { assignKeywords, type Chunk } from './assign-keywords.ts';
import { buildTopLevel, orderParts, type TopLevel } from './build-ast.ts';
import type { Building } from './check-clauses.ts';
import { DECLARATION_SHAPES, OTHER_WORDS } from './clause-shapes.ts';
import type { DeclarationCstNode } from './cst.generated.ts';
import { spanFrom, tokenSpan } from './cst-reading.ts';
import { explainError } from './explain-error.ts';
import { CLAUSES, DECLARATIONS, isDeclarationWord, WORDS } from './keywords.ts';
import { MAX_BYTES, type SyntaxFault, toDiagnostic, wording } from './parse-errors.ts';
import { RouteParser } from './parser.ts';
import { ErrorRecorder, TooManyErrors } from './record-errors.ts';
import { mergeSigns } from './repair-signs.ts';
import { repairTokens } from './repair-tokens.ts';
import type { Comment, ParsedFile } from './syntax.ts';
import { keywordOf, RCurly, tokenize } from './tokens.ts';
import { tryEdits } from './tried-edits.ts';

/** After this many messages no one reads on, and a hostile file must not cost more. */
const MAX_MESSAGES = 500;

const recorder = new ErrorRecorder();
let parser: RouteParser | undefined;

/** One declaration of a file as the parser saw it. */
export interface ParsedChunk {
  readonly chunk: Chunk;
  readonly cst: DeclarationCstNode | undefined;
  /** Whether the parser met an error in it. */
  readonly broken: boolean;
}

export interface ConcreteFile {
  readonly chunks: readonly ParsedChunk[];
  readonly comments: readonly Comment[];
  readonly faults: readonly SyntaxFault[];
}

/** A file that is read, compiled, and compiled again with trained intents is parsed once. */
const parsedFiles = new WeakMap<Source, ParsedFile>();

/** Never throws. `ast.recovered` is true when there is any diagnostic. */
export function parse(source: Source): ParsedFile {
  const known = parsedFiles.get(source) ?? parseAll(source);
  parsedFiles.set(source, known);
  return known;
}

function parseAll(source: Source): ParsedFile {
  const { chunks, comments, faults } = parseConcrete(source);
  const building: Building = {
    faults: [...faults],
    broken: false,
    lineOf: (offset) => positionAt(source, offset).line,
  };
  const parts: TopLevel[] = [];
  for (const { chunk, cst, broken } of chunks) {
    const within = { ...building, broken };
    const part = cst === undefined ? undefined : buildTopLevel(cst, spanFrom(chunk.tokens), within);
    if (part !== undefined) parts.push(part);
  }
  const file = orderParts(parts, building);
  const first = sameAgain(onePerLine(mergeSigns(building.faults, building.lineOf), building.lineOf));
  const told = tryEdits(first, {
    text: source.text,
    parts: chunks.map(({ chunk }, index) => partOf(chunk, chunks[index + 1]?.chunk, source)),
    parse: (text) => parseConcrete(createSource(source.path, text)).faults.map((fault) => fault.span.start),
    respell: (word) => (keywordOf(word) === undefined ? allNearest(word, WORDS) : []),
    misspelt: wording.misspelt,
  });
  const span = spanOf(0, source.text.length);
  return {
    source,
    ast: { kind: 'file', path: source.path, ...file, recovered: told.length > 0, span },
    comments,
    diagnostics: told.map((fault) => toDiagnostic(fault, source)),
  };
}

/** The concrete trees of a file, for what needs its layout. */
export function parseConcrete(source: Source): ConcreteFile {
  if (byteLength(source.text) > MAX_BYTES) {
    return { chunks: [], comments: [], faults: [wording.tooLarge(spanOf(0, 0))] };
  }
  const lexed = tokenize(source.text);
  const { tokens, faults } = repairTokens(lexed.tokens);
  const chunks: ParsedChunk[] = [];
  const waiting = assignKeywords(tokens).reverse();
  for (let chunk = waiting.pop(); chunk !== undefined; chunk = waiting.pop()) {
    if (faults.length > MAX_MESSAGES) {
      faults.push(wording.tooManyErrors(spanFrom(chunk.tokens.slice(0, 1))));
      break;
    }
    const { parsed, rest } = parseChunk(chunk, faults);
    chunks.push(parsed);
    if (rest.length > 0) waiting.push(...assignKeywords(rest).reverse());
  }
  return { chunks, comments: commentsOf(source, lexed.comments), faults };
}

/** From its first word to the next declaration's. */
function partOf(chunk: Chunk, next: Chunk | undefined, source: Source): Span {
  const start = chunk.tokens[0]?.startOffset ?? 0;
  return spanOf(start, next?.tokens[0]?.startOffset ?? source.text.length);
}

function parseChunk(chunk: Chunk, faults: SyntaxFault[]): { parsed: ParsedChunk; rest: IToken[] } {
  const first = chunk.tokens[0];
  const nothing = { parsed: { chunk, cst: undefined, broken: true }, rest: [] };
  if (first === undefined) return nothing;
  if (chunk.head === undefined || chunk.guessed) faults.push(unknownDeclaration(first, chunk));
  if (chunk.head === undefined) return nothing;
  parser ??= new RouteParser(recorder);
  parser.input = chunk.tokens;
  let cst: DeclarationCstNode | undefined;
  try {
    cst = parser.declaration() as DeclarationCstNode | undefined;
  } catch (error) {
    if (!(error instanceof TooManyErrors)) throw error;
    faults.push(wording.tooManyErrors(spanFrom(chunk.tokens.slice(-1))));
  }
  const errors = recorder.take();
  const left = errors.find((error) => error.leftOver);
  const onlyLeft = errors.length === 1 && left !== undefined;
  if (onlyLeft && isDeclarationWord(left.found.image)) {
    // Another declaration on the same line.
    const at = chunk.tokens.indexOf(left.found);
    const tokens = chunk.tokens.slice(0, at);
    return { parsed: { chunk: { ...chunk, tokens }, cst, broken: false }, rest: chunk.tokens.slice(at) };
  }
  // Tokens left over after another error are that error's doing.
  for (const error of errors) if (!error.leftOver || onlyLeft) faults.push(explainError(error, chunk));
  return { parsed: { chunk, cst, broken: errors.length > 0 }, rest: [] };
}

function unknownDeclaration(first: IToken, chunk: Chunk): SyntaxFault {
  const { tokens } = chunk;
  const brace = tokens.findIndex(({ image }) => image === '{');
  const catchAll = /^(?:default|else|catchall|catch-all|fallback|otherwise|rest)$/.test(first.image);
  if (catchAll && (brace === 1 || (brace === 2 && tokens[1]?.image === 'route')))
    return wording.catchAll(tokenSpan(first), spanFrom(tokens.slice(0, brace)), first.image);
  const [, path, word, ...names] = tokens;
  if (first.image === 'from' && word?.image === 'import' && path !== undefined && names.length > 0) {
    const list = names
      .map(({ image }) => image)
      .join(' ')
      .replaceAll(' ,', ',');
    return wording.importOrder(spanFrom(tokens), `import ${list} from ${path.image}`);
  }
  if (first.tokenType === RCurly) return wording.strayClose(tokenSpan(first));
  const advice = OTHER_WORDS[first.image];
  if (advice !== undefined) {
    return wording.otherLanguage(tokenSpan(first), first.image, advice);
  }
  const words = Object.keys(DECLARATIONS);
  const block = Object.entries(CLAUSES).find(([, clauses]) => clauses.some((word) => word === first.image));
  if (chunk.head === undefined && block !== undefined) {
    const shape = DECLARATION_SHAPES[block[0]] ?? DECLARATION_SHAPES['policy'] ?? '';
    return wording.insideBlock(tokenSpan(first), first.image, shape);
  }
  const meant = chunk.head ?? onlyNearest(first.image, words);
  return wording.unknownDeclaration(tokenSpan(first), first.image, words, meant);
}

/** The first message of each line, in the order of the text: the rest are mostly its echo. */
function onePerLine(faults: readonly SyntaxFault[], lineOf: (offset: number) => number): SyntaxFault[] {
  const lines = new Map<number, number>();
  const told: SyntaxFault[] = [];
  for (const fault of [...faults].sort((a, b) => a.span.start - b.span.start)) {
    const line = lineOf(fault.span.start);
    const first = lines.get(line);
    if (first === undefined) {
      lines.set(line, told.length);
      told.push(fault);
    } else told[first] = withEdit(told[first] as SyntaxFault, fault);
  }
  const last = told[MAX_MESSAGES];
  return last === undefined ? told : [...told.slice(0, MAX_MESSAGES), wording.tooManyErrors(last.span)];
}

const MOST_EDITS = 12;

/** One message, and the help for what else is surely wrong on its line. */
function withEdit(first: SyntaxFault, next: SyntaxFault): SyntaxFault {
  const [mine, other] = [first.replace, next.replace];
  const sure = [...HABITS, 'L1010'].includes(next.code) && other?.guess !== true;
  if (mine === undefined || other === undefined || !sure) return first;
  if ((mine.more?.length ?? 0) >= MOST_EDITS) return first;
  const edits = [other, ...(other.more ?? [])];
  const taken = [mine, ...(mine.more ?? [])];
  const apart = edits.every(({ span }) =>
    taken.every((edit) => edit.span.end <= span.start || span.end <= edit.span.start),
  );
  if (!apart) return first;
  const more = [...(mine.more ?? []), ...edits.map(({ span, text }) => ({ span, text }))];
  return { ...first, help: `${first.help ?? mine.title}; ${other.title}`, replace: { ...mine, more } };
}

/** Habits repeat: the same sign or the same quotes, line after line, are one message with every place. */
const HABITS = ['L1011', 'L1012', 'L1013', 'L1025', 'L1026'];
const MOST_PLACES = 3;

function sameAgain(faults: readonly SyntaxFault[]): SyntaxFault[] {
  const kept: SyntaxFault[] = [];
  const firsts = new Map<string, number>();
  for (const fault of faults) {
    const key = `${fault.code} ${fault.message}`;
    const at = HABITS.includes(fault.code) ? firsts.get(key) : undefined;
    const first = at === undefined ? undefined : kept[at];
    if (
      at === undefined ||
      first === undefined ||
      (first.replace === undefined) !== (fault.replace === undefined)
    ) {
      firsts.set(key, kept.length);
      kept.push(fault);
      continue;
    }
    const { replace } = fault;
    const places = first.seeToo ?? [];
    const edits = replace === undefined ? [] : [replace, ...(replace.more ?? [])];
    kept[at] = {
      ...first,
      seeToo: places.length < MOST_PLACES ? [...places, fault.span] : places,
      ...(first.replace === undefined
        ? {}
        : {
            replace: {
              ...first.replace,
              more: [...(first.replace.more ?? []), ...edits.map(({ span, text }) => ({ span, text }))],
            },
          }),
    };
  }
  return kept;
}

function commentsOf(source: Source, tokens: readonly IToken[]): Comment[] {
  return tokens.map((token) => {
    const span: Span = tokenSpan(token);
    const { line } = positionAt(source, span.start);
    const before = source.text.slice(source.lineStarts[line - 1] ?? 0, span.start);
    return { span, text: token.image.trimEnd(), ownLine: before.trim() === '' };
  });
}

/** Bytes of a text in UTF-8, counted no further than the limit needs. */
function byteLength(text: string): number {
  if (text.length > MAX_BYTES) return text.length;
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) bytes += code > 0x7ff ? (code >= 0xd800 && code <= 0xdfff ? 1 : 2) : 1;
  }
  return bytes;
}
