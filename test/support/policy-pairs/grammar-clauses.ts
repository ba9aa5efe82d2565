/**
 * The clauses of the grammar, read from the grammar itself, and which of them a declaration is written with. Words of
 * a choice and of an option are told apart (`system prepend` from `system append`, `window` with `output` from `window`
 * alone), so that a word added to the parser is a clause of its own here. Shares nothing with the parser but the
 * description that its diagrams are drawn from.
 */
import { describeGrammar, type GrammarPart } from '../../../src/language/syntax/describe-grammar.ts';

/** One way to write a rule; what other rules it is made of has clauses of its own. */
interface Shape {
  /** `transformClause: system prepend TEXT`; undefined where it has no word or value of its own. */
  readonly clause?: string;
  readonly part: GrammarPart;
}

const RULES: ReadonlyMap<string, readonly Shape[]> = new Map(
  describeGrammar().map(({ name, part }) => [name, shapesOf(name, part)]),
);

/** Every clause of the grammar, in its order. */
export const GRAMMAR_CLAUSES: readonly string[] = [
  ...new Set([...RULES.values()].flatMap((shapes) => shapes.flatMap(({ clause }) => clause ?? []))),
];

function shapesOf(rule: string, part: GrammarPart): Shape[] {
  return expanded(part).map((shape) => {
    const own = words(shape);
    return /[^ ·,{}?*]/.test(own) ? { clause: `${rule}: ${own}`, part: shape } : { part: shape };
  });
}

/** Choices and options of the rule itself, spelt out; what is repeated is left as it is. */
function expanded(part: GrammarPart): GrammarPart[] {
  switch (part.kind) {
    case 'choice':
      return part.parts.flatMap(expanded);
    case 'optional': {
      const inner = expanded(part.part);
      const named = inner.some((each) => each.kind !== 'rule');
      return named ? [...inner, { kind: 'sequence', parts: [] }] : [part];
    }
    case 'sequence':
      return part.parts
        .reduce<GrammarPart[][]>(
          (done, next) => done.flatMap((head) => expanded(next).map((tail) => [...head, tail])),
          [[]],
        )
        .map((parts) => ({ kind: 'sequence', parts }));
    default:
      return [part];
  }
}

function words(part: GrammarPart): string {
  switch (part.kind) {
    case 'word':
      return part.text;
    case 'token':
      return part.name;
    case 'rule':
      return '·';
    case 'sequence':
    case 'choice':
      return part.parts.map(words).filter(Boolean).join(' ');
    case 'optional':
      return words(part.part) === '·' ? '·?' : words(part.part);
    case 'list':
      return words(part.part);
    case 'many':
    case 'some':
      return words(part.part) === '·' ? '·*' : '';
  }
}

const SPACE = /(?:\s|#[^\n]*)+/y;
const TOKEN = /"(?:[^"\\\n]|\\.)*"|[{},/]|[^\s{},"#/]+/y;
/** After `matches` and `or` a slash begins a pattern; elsewhere it is the one of `$5/day`. */
const PATTERN = /\/(?:[^/\\\n]|\\.)+\//y;

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  let at = 0;
  const take = (expression: RegExp): string | undefined => {
    expression.lastIndex = at;
    const found = expression.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  for (;;) {
    take(SPACE);
    if (at >= text.length) return tokens;
    const regular = text[at] === '/' && ['matches', 'or'].includes(tokens.at(-1) ?? '');
    const token = take(regular ? PATTERN : TOKEN);
    if (token === undefined) throw new Error(`no token begins at ${at} of: ${text}`);
    tokens.push(token);
  }
}

const CLASSES: Readonly<Record<string, RegExp>> = {
  NAME: /^[A-Za-z_]/,
  TEXT: /^"/,
  QUANTITY: /^[-$\d]/,
  PATTERN: /^\/./,
};

interface Reading {
  readonly at: number;
  /** Clauses with what they are written with, outermost first. */
  readonly found: readonly (readonly [clause: string, written: string])[];
  /** Words and values of the rule being read. */
  readonly own: string;
}

/** By clause, what is written with it, in order. Undefined where a text is no declaration. */
export function clausesIn(declaration: string): ReadonlyMap<string, readonly string[]> | undefined {
  const known = readings.get(declaration);
  if (known !== undefined) return known;
  const tokens = tokensOf(declaration);
  const read = rule('file', tokens, { at: 0, found: [], own: '' }, (end) =>
    end.at === tokens.length ? end : undefined,
  );
  if (read === undefined) return undefined;
  const clauses = new Map<string, string[]>();
  for (const [clause, written] of read.found) clauses.set(clause, [...(clauses.get(clause) ?? []), written]);
  readings.set(declaration, clauses);
  return clauses;
}
const readings = new Map<string, ReadonlyMap<string, readonly string[]>>();

type Then = (reading: Reading) => Reading | undefined;

function rule(name: string, tokens: readonly string[], from: Reading, then: Then): Reading | undefined {
  for (const { clause, part } of RULES.get(name) ?? []) {
    const read = match(part, tokens, { ...from, own: '' }, ({ at, found, own }) =>
      then({
        at,
        found: clause === undefined ? found : [...found, [clause, own]],
        own: from.own,
      }),
    );
    if (read !== undefined) return read;
  }
  return undefined;
}

function match(part: GrammarPart, tokens: readonly string[], from: Reading, then: Then): Reading | undefined {
  const token = tokens[from.at];
  const step = (fits: boolean): Reading | undefined =>
    fits ? then({ ...from, at: from.at + 1, own: `${from.own} ${token}` }) : undefined;
  switch (part.kind) {
    case 'word':
      return step(token === part.text);
    case 'token':
      return step(token !== undefined && CLASSES[part.name]?.test(token) === true);
    case 'rule':
      return rule(part.name, tokens, from, then);
    case 'choice':
      for (const option of part.parts) {
        const read = match(option, tokens, from, then);
        if (read !== undefined) return read;
      }
      return undefined;
    case 'sequence': {
      const next = (index: number, reading: Reading): Reading | undefined => {
        const inner = part.parts[index];
        return inner === undefined
          ? then(reading)
          : match(inner, tokens, reading, (end) => next(index + 1, end));
      };
      return next(0, from);
    }
    case 'optional':
      return match(part.part, tokens, from, then) ?? then(from);
    case 'many':
    case 'some': {
      const more: Then = (reading) =>
        match(part.part, tokens, reading, (end) => (end.at > reading.at ? more(end) : undefined)) ??
        then(reading);
      return part.kind === 'many' ? more(from) : match(part.part, tokens, from, more);
    }
    case 'list': {
      const more: Then = (reading) =>
        match(part.separator, tokens, reading, (end) => match(part.part, tokens, end, more)) ?? then(reading);
      return match(part.part, tokens, from, more);
    }
  }
}
