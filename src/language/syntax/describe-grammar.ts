/**
 * The parser's grammar as plain data, and the types of its trees: what diagrams, highlighting and generated files
 * are made from. Knows Chevrotain's grammar objects so that no one else has to.
 */
import {
  Alternation,
  generateCstDts,
  getLookaheadPaths,
  type IProduction,
  NonTerminal,
  Option,
  Repetition,
  RepetitionMandatory,
  RepetitionMandatoryWithSeparator,
  type Rule,
  Terminal,
  type TokenType,
} from 'chevrotain';
import { decisionName, type Paths } from './known-lookahead.ts';
import { LOOKAHEAD, RouteParser } from './parser.ts';
import { ErrorRecorder } from './record-errors.ts';
import {
  BadQuantity,
  Clock,
  ClosedString,
  Comma,
  Comment,
  DateLiteral,
  Duration,
  InnerRCurly,
  LCurly,
  Money,
  NumberLiteral,
  Pattern,
  Percent,
  Quantity,
  RCurly,
  Slash,
  Str,
  Word,
} from './tokens.ts';

export type GrammarPart =
  /** A word or sign written as it is. */
  | { readonly kind: 'word'; readonly text: string }
  /** A class of tokens: NAME, TEXT, QUANTITY, PATTERN. */
  | { readonly kind: 'token'; readonly name: string }
  | { readonly kind: 'rule'; readonly name: string }
  | { readonly kind: 'sequence'; readonly parts: readonly GrammarPart[] }
  | { readonly kind: 'choice'; readonly parts: readonly GrammarPart[] }
  | { readonly kind: 'optional' | 'many' | 'some'; readonly part: GrammarPart }
  /** At least one, separated. */
  | { readonly kind: 'list'; readonly part: GrammarPart; readonly separator: GrammarPart };

export interface GrammarRule {
  readonly name: string;
  readonly part: GrammarPart;
}

export interface LexicalRule {
  readonly name: string;
  /** A regular expression, or the names of other classes joined by ` | `. */
  readonly pattern: string;
}

const SIGNS = new Map<TokenType, string>([
  [Comma, ','],
  [Slash, '/'],
  [LCurly, '{'],
  [RCurly, '}'],
  [InnerRCurly, '}'],
]);
const CLASSES = new Map<TokenType, string>([
  [Word, 'NAME'],
  [Str, 'TEXT'],
  [Quantity, 'QUANTITY'],
  [Pattern, 'PATTERN'],
]);

const newParser = (): RouteParser => new RouteParser(new ErrorRecorder(), true);

/** Every rule of the grammar, the file first, then each rule where it is first used. */
export function describeGrammar(): GrammarRule[] {
  const productions = newParser().getGAstProductions();
  const rules = new Map<string, GrammarRule>();
  const visit = (name: string): void => {
    const rule = productions[name];
    if (rule === undefined || rules.has(name)) return;
    const part = sequence(rule.definition);
    rules.set(name, { name, part });
    for (const used of rulesIn(part)) visit(used);
  };
  visit('file');
  return [...rules.values()];
}

export function describeTokens(): LexicalRule[] {
  const source = (type: TokenType): string =>
    type.PATTERN instanceof RegExp ? type.PATTERN.source.replace(/\(\?!.*?\]\)$/, '') : '';
  const quantities = { DateLiteral, Clock, Money, Percent, Duration, NumberLiteral };
  return [
    { name: 'NAME', pattern: source(Word) },
    { name: 'TEXT', pattern: source(ClosedString) },
    { name: 'PATTERN', pattern: '\\/(?:[^/\\\\\\r\\n]|\\\\[^\\r\\n])+\\/' },
    { name: 'QUANTITY', pattern: Object.keys(quantities).map(quantityName).join(' | ') },
    ...Object.entries(quantities).map(([name, type]) => ({
      name: quantityName(name),
      pattern: source(type),
    })),
    { name: 'COMMENT', pattern: source(Comment) },
  ];
}

/** What begins like a quantity and is none; editors mark it as a mistake. */
export const BAD_QUANTITY: string = BadQuantity.PATTERN instanceof RegExp ? BadQuantity.PATTERN.source : '';

function quantityName(name: string): string {
  return name.replace('Literal', '').toUpperCase();
}

/** TypeScript for the nodes of the concrete tree. */
export function cstTypes(): string {
  // Files are read declaration by declaration: the tree of a whole file is never built.
  const { file: _, ...productions } = newParser().getGAstProductions();
  return generateCstDts(productions, { includeVisitorInterface: false })
    .replace(/import type \{[^}]*\} from "chevrotain";/, 'import type { CstNode, IToken } from "chevrotain";')
    .trimEnd();
}

/** What each decision of the grammar may start with: the table that the parser reads. */
export function lookaheadPaths(): Record<string, Paths> {
  const table: Record<string, Paths> = {};
  for (const rule of Object.values(newParser().getGAstProductions()))
    addDecisions(rule.definition, rule, table);
  return table;
}

function addDecisions(productions: readonly IProduction[], rule: Rule, table: Record<string, Paths>): void {
  for (const production of productions) {
    if (production instanceof NonTerminal) continue;
    addDecisions(definitionOf(production), rule, table);
    const prodType = decisionType(production);
    if (prodType === undefined) continue;
    const occurrence = (production as Option).idx;
    const paths = getLookaheadPaths({ rule, occurrence, prodType, maxLookahead: LOOKAHEAD });
    // Of an optional part, the second alternative is what follows it.
    table[decisionName(rule.name, prodType, occurrence)] = (
      prodType === 'Alternation' ? paths : paths.slice(0, 1)
    ).map((alternative) => alternative.map((path) => path.map(({ name }) => name).join(' ')));
  }
}

function decisionType(production: IProduction) {
  if (production instanceof Alternation) return 'Alternation';
  if (production instanceof Option) return 'Option';
  if (production instanceof Repetition) return 'Repetition';
  if (production instanceof RepetitionMandatory) return 'RepetitionMandatory';
  if (production instanceof RepetitionMandatoryWithSeparator) return 'RepetitionMandatoryWithSeparator';
  return undefined;
}

function part(production: IProduction): GrammarPart {
  if (production instanceof Terminal) return terminal(production.terminalType);
  if (production instanceof NonTerminal) return { kind: 'rule', name: production.nonTerminalName };
  if (production instanceof Alternation) {
    return { kind: 'choice', parts: production.definition.map((option) => sequence(definitionOf(option))) };
  }
  if (production instanceof RepetitionMandatoryWithSeparator) {
    return { kind: 'list', part: sequence(production.definition), separator: terminal(production.separator) };
  }
  const inner = sequence(definitionOf(production));
  if (production instanceof Option) return { kind: 'optional', part: inner };
  if (production instanceof Repetition) return { kind: 'many', part: inner };
  if (production instanceof RepetitionMandatory) return { kind: 'some', part: inner };
  throw new Error(`the grammar uses ${production.constructor.name}, which nothing can describe yet`);
}

function terminal(type: TokenType): GrammarPart {
  const name = CLASSES.get(type);
  if (name !== undefined) return { kind: 'token', name };
  return { kind: 'word', text: SIGNS.get(type) ?? (type.LABEL ?? type.name).replaceAll('`', '') };
}

function sequence(definition: readonly IProduction[]): GrammarPart {
  const parts = definition.map(part);
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: 'sequence', parts };
}

function definitionOf(production: IProduction): readonly IProduction[] {
  return 'definition' in production ? (production.definition as IProduction[]) : [];
}

function rulesIn(described: GrammarPart): string[] {
  switch (described.kind) {
    case 'rule':
      return [described.name];
    case 'sequence':
    case 'choice':
      return described.parts.flatMap(rulesIn);
    case 'optional':
    case 'many':
    case 'some':
    case 'list':
      return rulesIn(described.part);
    default:
      return [];
  }
}
