/**
 * LL(2) lookahead read from a generated table: computing it from the grammar takes longer than parsing a folder of
 * policies. A decision's table is read when the decision is first reached. Knows no rule of the grammar; `npm run grammar`
 * writes the table, and a test compares it with the grammar.
 */
import { type BaseParser, type ILookaheadStrategy, LLkLookaheadStrategy, type TokenType } from 'chevrotain';
import { LOOKAHEAD_PATHS } from './lookahead.generated.ts';

type Alternation = Parameters<ILookaheadStrategy['buildLookaheadForAlternation']>[0];
type Optional = Parameters<ILookaheadStrategy['buildLookaheadForOptional']>[0];
type Choose = ReturnType<ILookaheadStrategy['buildLookaheadForAlternation']>;
type Enter = ReturnType<ILookaheadStrategy['buildLookaheadForOptional']>;
type Gated = Parameters<Choose>[0];

/** The names of token types that may come next, one or two of them, separated by a space. */
type Path = string;
/** For each alternative of a decision, in order, what it may start with. */
export type Paths = readonly (readonly Path[])[];

/** One alternative that the next token allows; `second` is the types of the token after it that decide, if any do. */
interface Way {
  readonly alternative: number;
  readonly second: ReadonlySet<number> | undefined;
}

interface Ahead {
  LA_FAST(howMuch: number): { readonly tokenTypeIdx: number };
}

/** The name of a decision in the table. */
export function decisionName(rule: string, production: string, occurrence: number): string {
  return `${rule} ${production} ${occurrence}`;
}

export class KnownLookahead extends LLkLookaheadStrategy {
  readonly #types: ReadonlyMap<string, TokenType>;

  constructor(maxLookahead: number, types: readonly TokenType[]) {
    super({ maxLookahead });
    this.#types = new Map(types.map((type) => [type.name, type]));
  }

  override buildLookaheadForAlternation({ rule, prodOccurrence }: Alternation): Choose {
    const read = () => this.#ways(decisionName(rule.name, 'Alternation', prodOccurrence));
    let ways: ReadonlyMap<number, readonly Way[]> | undefined;
    return function (this: BaseParser, alternatives) {
      ways ??= read();
      return chosen(ways, this as unknown as Ahead, alternatives);
    };
  }

  override buildLookaheadForOptional({ rule, prodOccurrence, prodType }: Optional): Enter {
    const read = () => this.#ways(decisionName(rule.name, prodType, prodOccurrence));
    let ways: ReadonlyMap<number, readonly Way[]> | undefined;
    return function (this: BaseParser) {
      ways ??= read();
      return chosen(ways, this as unknown as Ahead, undefined) !== undefined;
    };
  }

  /** By the type of the next token, and by each type that is a kind of it: the first alternative comes first. */
  #ways(decision: string): ReadonlyMap<number, readonly Way[]> {
    const paths = LOOKAHEAD_PATHS[decision];
    if (paths === undefined) throw new Error(`no lookahead for ${decision}: npm run grammar`);
    const ways = new Map<number, Way[]>();
    for (const [alternative, alternativePaths] of paths.entries()) {
      for (const path of alternativePaths) {
        const [first = [], following] = path.split(' ').map((name) => this.#kindsOf(name));
        const way = { alternative, second: following && new Set(following) };
        for (const kind of first) ways.set(kind, [...(ways.get(kind) ?? []), way]);
      }
    }
    return ways;
  }

  #kindsOf(name: string): readonly number[] {
    const type = this.#types.get(name);
    if (type === undefined) throw new Error(`the lookahead knows no token type ${name}: npm run grammar`);
    return [type.tokenTypeIdx ?? 0, ...(type.categoryMatches ?? [])];
  }
}

function chosen(
  ways: ReadonlyMap<number, readonly Way[]>,
  parser: Ahead,
  alternatives: Gated,
): number | undefined {
  for (const { alternative, second } of ways.get(parser.LA_FAST(1).tokenTypeIdx) ?? []) {
    if (alternatives?.[alternative]?.GATE?.call(parser) === false) continue;
    if (second === undefined || second.has(parser.LA_FAST(2).tokenTypeIdx)) return alternative;
  }
  return undefined;
}
