/**
 * Recognises what people write who think in another language: quoted names, `20 s`, values joined by `and`.
 * Looks at the tokens around an error; returns nothing where no habit shows, and the general sentence is used.
 */
import type { IToken } from 'chevrotain';
import { joinSpans } from '../text/span.ts';
import { startsLine } from './assign-keywords.ts';
import { tokenSpan } from './cst-reading.ts';
import type { ErrorPlace } from './error-place.ts';
import { type SyntaxFault, wording } from './parse-errors.ts';
import { ClosedString, NumberLiteral, Pattern, Quantity, Word } from './tokens.ts';

const UNITS = new Set(['s', 'sec', 'ms', 'min', 'h', 'd', 'k', 'K', 'M', 'seconds', 'minutes', 'hours']);
const SHORT: Readonly<Record<string, string>> = {
  sec: 's',
  seconds: 's',
  minutes: 'min',
  hours: 'h',
  K: 'k',
};
/** Words that can begin a condition and do not begin a clause of a route. */
const FACTS = new Set([
  ...[
    'tokens',
    'output',
    'messages',
    'images',
    'request',
    'asked',
    'endpoint',
    'tier',
    'team',
    'user',
    'key',
  ],
  ...['header', 'metadata', 'text', 'time', 'day', 'date', 'budget', 'limit', 'complexity', 'language'],
  ...['intent', 'similarity', 'rules', 'predicate', 'any'],
]);

export function explainHabit(place: ErrorPlace): SyntaxFault | undefined {
  const { tokens, index } = place;
  const found = tokens[index];
  const previous = tokens[index - 1];
  if (previous === undefined) return undefined;
  if (found === undefined) return undefined;
  return (
    inConditions(place, found, previous) ??
    quotedQuantity(place, found, previous) ??
    isOver(place, found, previous) ??
    quotedName(place, found, previous) ??
    spacedQuantity(found, previous) ??
    limitInLimit(place, found) ??
    failureCodes(place, found) ??
    keyInText(place, found)
  );
}

function inConditions(place: ErrorPlace, found: IToken, previous: IToken): SyntaxFault | undefined {
  const { kind, lead, tokens, index, error } = place;
  const conditions = lead === 'when' && kind !== 'budget' && kind !== 'predicate';
  if (!conditions) return undefined;
  if (error.expected.includes(Pattern) && found.tokenType === ClosedString) {
    return wording.textForPattern(tokenSpan(found), found.image.slice(1, -1).replaceAll('/', '\\/'));
  }
  if (previous.image === 'not' && FACTS.has(found.image))
    return wording.notFirstInCondition(tokenSpan(previous));
  const joins = tokens[index - 2];
  const value = tokens[index - 3];
  const ended = startsLine(found, previous) || found.image === 'and';
  if (
    joins?.image === 'and' &&
    ended &&
    value !== undefined &&
    !FACTS.has(previous.image) &&
    isWord(previous)
  ) {
    return wording.andBetweenValues(tokenSpan(joins), value.image, previous.image);
  }
  const next = tokens[index + 1];
  if ((found.image === 'limit' || found.image === 'budget') && startsLine(found, previous)) {
    const after = tokens[index + 2];
    const alone = next !== undefined && (after === undefined || startsLine(after, next));
    if (alone && isWord(next) && previous.image !== 'and')
      return wording.scopedLimit(joinSpans(tokenSpan(found), tokenSpan(next)), found.image, next.image);
  }
  const complete =
    error.leftOver || error.expected.length === 0 || error.rule === kind || error.rule === 'route';
  const joined = previous.image === 'and' || previous.image === 'or' || previous.image === 'when';
  if (complete && kind !== 'any' && FACTS.has(found.image) && !joined) {
    return wording.missingAnd(tokenSpan(found), found.image);
  }
  return undefined;
}

/** `use "haiku"`: a name is without quotes. */
function quotedName({ error }: ErrorPlace, found: IToken, previous: IToken): SyntaxFault | undefined {
  if (found.tokenType !== ClosedString || !error.expected.includes(Word) || startsLine(found, previous)) {
    return undefined;
  }
  const name = found.image.slice(1, -1);
  return /^[A-Za-z_]\w*(?:[-.]\w+)*$/.test(name) ? wording.quotedName(tokenSpan(found), name) : undefined;
}

/** `over "8k"`: a quantity is without quotes. */
function quotedQuantity({ error }: ErrorPlace, found: IToken, previous: IToken): SyntaxFault | undefined {
  const counts = error.expected.some((type) => type === Quantity || type.CATEGORIES?.includes(Quantity));
  if (found.tokenType !== ClosedString || !counts || startsLine(found, previous)) return undefined;
  const written = found.image.slice(1, -1);
  return /^\$?\d[\w.:%-]*$/.test(written) ? wording.quotedQuantity(tokenSpan(found), written) : undefined;
}

/** `tokens is over 8k`, `tokens is at least 8k`: a comparison needs no `is`. */
function isOver({ tokens, index }: ErrorPlace, found: IToken, previous: IToken): SyntaxFault | undefined {
  const is = tokens[index - 2];
  if (is?.image !== 'is') return undefined;
  const two = `${previous.image} ${found.image}`;
  if (two === 'at least' || two === 'up to')
    return wording.isBeforeComparison(joinSpans(tokenSpan(is), tokenSpan(found)), two);
  const counts = found.tokenType.CATEGORIES?.includes(Quantity) ?? false;
  if (!counts || !['over', 'under'].includes(previous.image)) return undefined;
  return wording.isBeforeComparison(joinSpans(tokenSpan(is), tokenSpan(previous)), previous.image);
}

/** `20 s`: a quantity has no space inside. */
function spacedQuantity(found: IToken, previous: IToken): SyntaxFault | undefined {
  if (previous.tokenType !== NumberLiteral || !UNITS.has(found.image)) return undefined;
  const meant = `${previous.image}${SHORT[found.image] ?? found.image}`;
  const span = joinSpans(tokenSpan(previous), tokenSpan(found));
  return wording.badQuantity(
    span,
    `${previous.image} ${found.image}`,
    'a quantity has no space inside',
    meant,
  );
}

/** In a `limit` each line is a limit already. */
function limitInLimit({ kind, tokens, index }: ErrorPlace, found: IToken): SyntaxFault | undefined {
  const next = tokens[index + 1];
  const counts = next?.tokenType.CATEGORIES?.includes(Quantity) ?? false;
  return kind === 'limit' && found.image === 'limit' && counts
    ? wording.limitInLimit(tokenSpan(found))
    : undefined;
}

/** `on 429, 5xx`: failures have names here. */
function failureCodes({ kind, lead, tokens, start }: ErrorPlace, found: IToken): SyntaxFault | undefined {
  if (kind !== 'chain' || lead !== 'on' || start === undefined) return undefined;
  const list: IToken[] = [];
  for (let at = start + 1; at < tokens.length; at++) {
    const token = tokens[at] as IToken;
    if (startsLine(token, tokens[at - 1]) || !/^[\w,-]/.test(token.image)) break;
    list.push(token);
  }
  const codes = list.filter(({ image }) => /^[45](?:\d\d|xx|XX)$/.test(image));
  const [first, last] = [list[0], list.at(-1)];
  if (!codes.includes(found) || first === undefined || last === undefined) return undefined;
  const names = list
    .filter(({ image }) => image !== ',')
    .flatMap(
      ({ image }) =>
        FAILURES_BY_STATUS[image.toLowerCase()] ?? (/^\d/.test(image) ? ['bad-request'] : [image]),
    );
  return wording.failureCodes(
    tokenSpan(found),
    codes.map(({ image }) => image),
    [...new Set(names)],
    joinSpans(tokenSpan(first), tokenSpan(last)),
  );
}

const FAILURES_BY_STATUS: Readonly<Record<string, readonly string[]>> = {
  400: ['bad-request'],
  401: ['auth'],
  402: ['rate-limit'],
  403: ['auth'],
  404: ['gone'],
  408: ['timeout'],
  413: ['too-long'],
  429: ['rate-limit'],
  500: ['server-error'],
  502: ['server-error'],
  503: ['overload'],
  504: ['timeout'],
  529: ['overload'],
  '4xx': ['rate-limit', 'gone', 'too-long'],
  '5xx': ['server-error', 'overload', 'timeout'],
};

/** `key "sk-…"`: a secret does not belong into a policy. */
function keyInText({ kind, lead }: ErrorPlace, found: IToken): SyntaxFault | undefined {
  if (kind !== 'provider' || lead !== 'key' || found.tokenType !== ClosedString) return undefined;
  const name =
    /^"\$?\{?(?:env[.:]|var\.|process\.env\.)?([A-Z][A-Z0-9_]*|[a-z][a-z0-9_]*_(?:api_)?key)\}?"$/.exec(
      found.image,
    )?.[1];
  const isVariable = name !== undefined && !/^sk[_-]/.test(name) && name.includes('_');
  return wording.keyInText(tokenSpan(found), isVariable ? name.toUpperCase() : undefined);
}

function isWord(token: IToken): boolean {
  return token.tokenType === Word || (token.tokenType.CATEGORIES ?? []).includes(Word);
}
