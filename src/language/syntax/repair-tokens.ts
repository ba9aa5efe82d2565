/**
 * Tokens that can only be mistakes (`20sec`, `'…'`, `==`, `//`): says what is wrong and puts in their place
 * what was most likely meant, so that one slip costs one message and the parser reads on.
 * Knows no grammar: looks at a token and its neighbours.
 */
import type { IToken } from 'chevrotain';
import { type Span, spanOf } from '../text/span.ts';
import { tokenSpan } from './cst-reading.ts';
import { isDeclarationWord } from './keywords.ts';
import { readAlike } from './lookalikes.ts';
import { type SyntaxFault, wording } from './parse-errors.ts';
import { meantQuantity } from './read-quantity.ts';
import { colonBlock, dashComment, repairedSign } from './repair-signs.ts';
import { tokenLike } from './token-copy.ts';
import {
  BadQuantity,
  ClosedString,
  Duration,
  LCurly,
  NumberLiteral,
  OpenString,
  Pattern,
  RCurly,
  Sign,
  SlashComment,
  Strange,
  tokenize,
  Word,
  WrongQuotes,
} from './tokens.ts';

export interface Repaired {
  readonly tokens: IToken[];
  readonly faults: SyntaxFault[];
}

/** Words that a duration follows. */
const DURATION_AFTER = new Set(['within', 'for', 'after', 'to', 'cache']);

export function repairTokens(lexed: readonly IToken[]): Repaired {
  const tokens: IToken[] = [];
  const faults: SyntaxFault[] = [];
  /** Braces to add behind a token. */
  const closers = new Map<number, IToken[]>();
  /** The first word of the line. */
  let lead = '';
  let index = 0;
  for (let token = lexed[index]; token !== undefined; token = lexed[++index]) {
    if (index === 0 || lexed[index - 1]?.endLine !== token.startLine) lead = token.image;
    const commented = dashComment(lexed, index, faults);
    if (commented > 0) {
      index += commented - 1;
      continue;
    }
    const alike = readAlike(lexed, index, faults);
    if (alike !== undefined) {
      tokens.push(...alike.tokens);
      index += alike.count - 1;
      continue;
    }
    const place = unquotedPlace(lexed, index, faults) ?? brokenString(lexed, index, faults);
    if (place !== undefined) {
      tokens.push(...place.tokens);
      index += place.count - 1;
      continue;
    }
    const run = nameRun(lexed, index);
    if (run.length > 1) {
      const whole = joined(run);
      faults.push(badName(whole));
      tokens.push(whole);
      index += run.length - 1;
    } else if (token.tokenType === Sign) {
      const block = colonBlock(lexed, index);
      if (block === undefined) {
        tokens.push(...(otherBrace(lexed, index, faults) ?? repairedSign(lexed, index, faults)));
      } else {
        faults.push(block.fault);
        tokens.push(block.open);
        if (block.close !== undefined)
          closers.set(block.end, [...(closers.get(block.end) ?? []), block.close]);
      }
    } else {
      tokens.push(...(otherBrace(lexed, index, faults) ?? repaired(token, tokens.at(-1), lead, faults)));
    }
    tokens.push(...(closers.get(index) ?? []));
  }
  return { tokens, faults };
}

function repaired(
  token: IToken,
  previous: IToken | undefined,
  lead: string,
  faults: SyntaxFault[],
): IToken[] {
  const span = tokenSpan(token);
  switch (token.tokenType) {
    case SlashComment: {
      const comment = `# ${token.image.replace(/^\/[/*]\s*|\s*\*\/$/g, '')}`.trimEnd();
      faults.push(wording.slashComment(span, comment));
      return [];
    }
    case WrongQuotes: {
      const shortened = /^'t\b/.test(token.image) && /^(?:is|are|does|do|has)n$/.test(previous?.image ?? '');
      if (shortened && previous !== undefined && previous.endOffset === token.startOffset - 1) {
        const meant = previous.image.startsWith('is') || previous.image.startsWith('are') ? 'is not' : 'not';
        const whole = spanOf(previous.startOffset, token.startOffset + 2);
        faults.push(wording.notWord(whole, `${previous.image}'t`, meant, whole));
        return [];
      }
      const meant = `"${token.image
        .slice(1)
        .replace(/['`"\u2018-\u201e\u00bb]$/, '')
        .replace(/[\\"]/g, '\\$&')}"`;
      faults.push(wording.wrongQuotes(span, meant));
      return [tokenLike(token, ClosedString, meant)];
    }
    case OpenString:
      faults.push(wording.openString(span, endOfOpen(token)));
      return closedString(token);
    case ClosedString:
      faults.push(...badEscapes(token));
      return [token];
    case Pattern:
      faults.push(...badPattern(token));
      return [
        token.image.endsWith('/') && token.image.length > 1
          ? token
          : tokenLike(token, Pattern, `${token.image}/`),
      ];
    case BadQuantity: {
      // What these are is known only where the parser meets them: `key $VAR`, `on 5xx`.
      if (
        lead === (token.image.startsWith('$') ? 'key' : 'on') &&
        /^\$[A-Za-z_]*$|^[45]xx$/i.test(token.image)
      )
        return [token];
      if (
        isDeclarationWord(previous?.image ?? '') &&
        /^\d[\w.-]*$/.test(token.image) &&
        !/^[\d_]+[kM]?$/.test(token.image)
      ) {
        faults.push(wording.badName(span, token.image, `_${token.image}`));
        return [tokenLike(token, Word, token.image)];
      }
      const minutes = /^(\d+)m$/.exec(token.image)?.[1];
      if (minutes !== undefined && DURATION_AFTER.has(previous?.image ?? '')) {
        faults.push(wording.badQuantity(span, token.image, 'minutes are written `5min`', `${minutes}min`));
        return [tokenLike(token, Duration, `${minutes}min`)];
      }
      const { meant, type, why, range } = meantQuantity(token.image);
      if (range !== undefined) {
        const words = previous?.image === 'between' ? range : `between ${range}`;
        faults.push(wording.badQuantity(span, token.image, why, words));
        return tokenize(words).tokens.map((part) => tokenLike(token, part.tokenType, part.image));
      }
      faults.push(wording.badQuantity(span, token.image, why, meant));
      return [meant === undefined || type === undefined ? token : tokenLike(token, type, meant)];
    }
    case Strange:
      faults.push(wording.strange(span, token.image));
      return [];
    default:
      return [token];
  }
}

/** How many other faults a block in wrong braces may hold for its two braces to be one message. */
const MOST_WITHIN = 20;

/** `)`, `]` or `;` alone on a line ends a block, `(` or `[` at the end of one begins it; `{ {` is one too many. */
function otherBrace(tokens: readonly IToken[], index: number, faults: SyntaxFault[]): IToken[] | undefined {
  const token = tokens[index];
  const previous = tokens[index - 1];
  const next = tokens[index + 1];
  if (token === undefined) return undefined;
  if (token.tokenType === LCurly && previous?.tokenType === LCurly) {
    faults.push(wording.doubleOpen(tokenSpan(token)));
    return [];
  }
  const first = previous === undefined || previous.endLine !== token.startLine;
  const last = next === undefined || next.startLine !== token.endLine;
  const meant =
    first && last && /^[)\];]$/.test(token.image)
      ? RCurly
      : !first && last && /^[([]$/.test(token.image)
        ? LCurly
        : undefined;
  if (meant === undefined) return undefined;
  const image = meant === RCurly ? '}' : '{';
  const touches = previous !== undefined && previous.endOffset === token.startOffset - 1;
  const recent = faults.slice(-MOST_WITHIN);
  const open = recent.findLast(({ code, replace }) => code === 'L1006' && replace?.text.trim() === '{');
  const opened = open === undefined || open.replace?.more !== undefined ? -1 : faults.lastIndexOf(open);
  if (image === '}' && open?.replace !== undefined && opened >= 0) {
    faults[opened] = {
      ...open,
      help: 'write `{`, and `}` at its end',
      replace: { ...open.replace, more: [{ span: tokenSpan(token), text: '}' }] },
    };
    return [tokenLike(token, meant, image)];
  }
  faults.push(wording.otherBrace(tokenSpan(token), token.image, image, touches ? ` ${image}` : image));
  return [tokenLike(token, meant, image)];
}

/** Where the missing `"` belongs: before a `{` at the end, instead of another closing quote, else at the very end. */
function endOfOpen(token: IToken): Span {
  const body = /^(.*?)\s*\{\s*$/s.exec(token.image)?.[1] ?? token.image.trimEnd();
  const other = /[\u201c-\u201f\u2019\u00bb']$/.test(body) && body.length > 1 ? 1 : 0;
  return at(token, body.length - other, other);
}

/** `"the first line` with `the second"` below it: one string. */
function brokenString(
  tokens: readonly IToken[],
  index: number,
  faults: SyntaxFault[],
): { readonly tokens: readonly IToken[]; readonly count: number } | undefined {
  const token = tokens[index];
  const next = tokens[index + 1];
  if (token?.tokenType !== OpenString || next === undefined) return undefined;
  if (next.startLine !== (token.startLine ?? 1) + 1) return undefined;
  let last = index + 1;
  while (tokens[last + 1]?.startLine === next.startLine) last++;
  const end = tokens[last];
  const whole = tokens.slice(index + 1, last + 1);
  if (end?.tokenType !== OpenString || end.image.trim() !== '"' || whole.length > 40) return undefined;
  const start = (token.endOffset ?? token.startOffset) + 1;
  const from = start - (/\s*$/.exec(token.image)?.[0].length ?? 0);
  faults.push(wording.brokenString(tokenSpan(token), spanOf(from, next.startOffset)));
  return { tokens: [tokenLike(token, ClosedString, `${token.image.trimEnd()}"`)], count: last - index + 1 };
}

/** `at https://…`, `from ./models.route`: an address or a path without quotes. */
function unquotedPlace(
  tokens: readonly IToken[],
  index: number,
  faults: SyntaxFault[],
): { readonly tokens: readonly IToken[]; readonly count: number } | undefined {
  const token = tokens[index];
  const previous = tokens[index - 1];
  if (token === undefined || previous === undefined || previous.startLine !== token.startLine)
    return undefined;
  const before = previous.image;
  const isPath =
    /^(?:from|for|schema|quality|rules|import)$/.test(before) && /^(?:\.{1,2}|\/)$/.test(token.image);
  const isLibrary = before === 'from' && token.image === 'llmr' && tokens[index + 1]?.image === ':';
  const isAddress = /^https?$/.test(token.image) && tokens[index + 1]?.image === ':';
  const isFile =
    /^(?:from|for|schema|quality|rules)$/.test(before) &&
    token.tokenType === Word &&
    (tokens[index + 1]?.image === '/' || /\.(?:route|csv|json|txt)$/.test(token.image));
  if (!isPath && !isLibrary && !isAddress && !isFile) return undefined;
  let end = index;
  let text = '';
  for (let at = index; at < tokens.length; at++) {
    const part = tokens[at] as IToken;
    const last = tokens[at - 1] as IToken;
    if (at > index && part.startOffset !== (last.endOffset ?? 0) + 1) break;
    if (part.tokenType === LCurly || part.tokenType === RCurly || part.image === ';') break;
    text += part.image;
    end = at;
  }
  // What looks like a comment goes to the end of the line; the address does not.
  const whole = text.split(/\s/)[0] ?? text;
  const written = whole.replace(/[;,]+$/, '');
  if (whole.length < 3 || whole.length < text.trimEnd().length) return undefined;
  const span = spanOf(token.startOffset, token.startOffset + whole.length);
  faults.push(wording.quotedPlace(span, `"${written}"`, isAddress ? 'an address' : 'a path'));
  const read = tokenLike(token, ClosedString, `"${written}"`);
  read.endOffset = span.end - 1;
  return { tokens: [read], count: end - index + 1 };
}

/** The text up to the end of the line; a `{` at its end was meant as a brace. */
function closedString(token: IToken): IToken[] {
  const body = /^(.*?)\s*\{\s*$/s.exec(token.image)?.[1];
  if (body === undefined || body === '"')
    return [tokenLike(token, ClosedString, `${token.image.replace(/\\$/, '')}"`)];
  const brace = tokenLike(token, LCurly, '{');
  brace.startOffset = token.startOffset + token.image.lastIndexOf('{');
  brace.endOffset = brace.startOffset;
  const text = tokenLike(token, ClosedString, `${body}"`);
  text.endOffset = token.startOffset + body.length - 1;
  return [text, brace];
}

function badEscapes(token: IToken): SyntaxFault[] {
  return [...token.image.matchAll(/\\([^\r\n])/g)]
    .filter((match) => !'"\\n'.includes(match[1] ?? ''))
    .slice(0, 1)
    .map((match) => wording.badEscape(at(token, match.index, 2), match[0]));
}

function badPattern(token: IToken): SyntaxFault[] {
  const last = token.image.lastIndexOf('/');
  if (last === 0) return [wording.openPattern(tokenSpan(token))];
  const flags = token.image.slice(last + 1);
  return flags === '' ? [] : [wording.patternFlags(at(token, last + 1, flags.length), flags)];
}

/** Words and signs that touch and were meant as one name: `größe`, `a--b`, `gpt:4`. */
function nameRun(tokens: readonly IToken[], start: number): IToken[] {
  const run: IToken[] = [];
  let last: IToken | undefined;
  for (let index = start; index < tokens.length; index++) {
    const token = tokens[index];
    if (token === undefined || (last !== undefined && token.startOffset !== (last.endOffset ?? 0) + 1)) break;
    const joins = token.tokenType === Strange || (token.tokenType === Sign && /^[-.:@+]+$/.test(token.image));
    const digits = last !== undefined && last.tokenType !== Word && token.tokenType === NumberLiteral;
    if (token.tokenType !== Word && !joins && !digits) break;
    run.push(token);
    last = token;
  }
  while (run.length > 1 && run.at(-1)?.tokenType === Sign) run.pop();
  return run.some((token) => token.tokenType === Word) && run.some((token) => token.tokenType !== Word)
    ? run
    : [];
}

function joined(run: readonly IToken[]): IToken {
  const first = run[0];
  const last = run.at(-1);
  if (first === undefined || last === undefined) throw new Error('a run of tokens is not empty');
  const whole = tokenLike(first, Word, run.map((token) => token.image).join(''));
  whole.endOffset = last.endOffset ?? last.startOffset;
  return whole;
}

function badName(token: IToken): SyntaxFault {
  const meant = token.image
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/[^\w.-]+/g, (strange) => (/^[\u0300-\u036f]+$/.test(strange) ? '' : '-'))
    .replace(/[-.]{2,}/g, '-')
    .replace(/^[-.\d]+|[-.]+$/g, '');
  return wording.badName(tokenSpan(token), token.image, meant === '' ? undefined : meant);
}

function at(token: IToken, offset: number, length: number): Span {
  return spanOf(token.startOffset + offset, token.startOffset + offset + length);
}
