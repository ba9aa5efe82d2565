/**
 * What facts have to do with each other though proofs take them as free: an image is input tokens too, a budget that is
 * used up has nothing left, without a text there is no complexity. Examples keep to it wherever a request of their region
 * can; if none can, they list it. Knows dimensions, budgets and values, no rule.
 */
import type { Budget } from '../../semantics/model.ts';
import { TOKENS_A_MESSAGE, TOKENS_AN_IMAGE } from '../../vocabulary/input-tokens.ts';
import type { FactValue, NumberRange } from '../../vocabulary/value-set.ts';
import { rangesHold } from '../../vocabulary/value-sets.ts';
import type { Dimension } from './dimension.ts';
import type { AtomBox } from './linked-facts.ts';

export type Budgets = ReadonlyMap<string, Pick<Budget, 'lines'>>;

const TOKENS = 'tokens';
/** Input tokens that come with every one of them, at the least. */
const TOKENS_OF: ReadonlyMap<string, number> = new Map([
  ['messages', TOKENS_A_MESSAGE],
  ['images', TOKENS_AN_IMAGE],
]);
/** Facts about the last user message: all are unknown where there is no text, and known where there is. */
const OF_TEXT: readonly string[] = ['complexity'];

/** Combinations of atoms that no request has. */
export function unusualBoxes(dimensions: readonly Dimension[], budgets: Budgets): AtomBox[] {
  return [...sizeBoxes(dimensions), ...textBoxes(dimensions), ...budgetBoxes(dimensions, budgets)];
}

function sizeBoxes(dimensions: readonly Dimension[]): AtomBox[] {
  const tokens = placeOf(dimensions, TOKENS);
  return dimensions.flatMap(({ spec, numbers }, dim): AtomBox[] => {
    const each = TOKENS_OF.get(spec.id);
    if (each === undefined) return [];
    return (numbers?.atoms ?? []).flatMap(({ low, high }, atom): AtomBox[] => {
      // A conversation has a message.
      if (spec.id === 'messages' && high < 1) return [[[dim, [atom]]]];
      const few = atomsBelow(dimensions[tokens], low * each);
      return few.length === 0
        ? []
        : [
            [
              [dim, [atom]],
              [tokens, few],
            ],
          ];
    });
  });
}

function atomsBelow(dimension: Dimension | undefined, least: number): number[] {
  return (dimension?.numbers?.atoms ?? []).flatMap(({ high }, atom) => (high < least ? [atom] : []));
}

function textBoxes(dimensions: readonly Dimension[]): AtomBox[] {
  const text = placeOf(dimensions, 'text');
  return OF_TEXT.flatMap((id) => unknownTogether(dimensions, text, placeOf(dimensions, id)));
}

/** Where one is unknown the other is. */
function unknownTogether(dimensions: readonly Dimension[], one: number, other: number): AtomBox[] {
  const [a, b] = [dimensions[one], dimensions[other]];
  if (a === undefined || b === undefined) return [];
  const known = ({ atoms }: Dimension): number[] => Array.from({ length: atoms - 1 }, (_, atom) => atom);
  return [
    [
      [one, [a.atoms - 1]],
      [other, known(b)],
    ],
    [
      [one, known(a)],
      [other, [b.atoms - 1]],
    ],
  ];
}

function budgetBoxes(dimensions: readonly Dimension[], budgets: Budgets): AtomBox[] {
  return budgetPairs(dimensions, budgets).flatMap(({ lines, used, left }): AtomBox[] => {
    const [shares, dollars] = [dimensions[used], dimensions[left]];
    const apart = (shares?.numbers?.atoms ?? []).flatMap((share, atom): AtomBox[] => {
      const [low, high] = [leftAt(lines, share.high).least, leftAt(lines, share.low).most];
      const others = (dollars?.numbers?.atoms ?? []).flatMap((range, other) =>
        range.low > high || range.high < low || (range.low === high && range.lowOpen) ? [other] : [],
      );
      return others.length === 0
        ? []
        : [
            [
              [used, [atom]],
              [left, others],
            ],
          ];
    });
    return [...apart, ...unknownTogether(dimensions, used, left)];
  });
}

interface BudgetPair {
  readonly name: string;
  readonly lines: Budget['lines'];
  readonly used: number;
  readonly left: number;
}

function budgetPairs(dimensions: readonly Dimension[], budgets: Budgets): BudgetPair[] {
  return [...budgets].flatMap(([name, { lines }]) => {
    const [used, left] = [`budget ${name} used`, `budget ${name} left`].map((id) => placeOf(dimensions, id));
    return used === undefined || left === undefined || used < 0 || left < 0
      ? []
      : [{ name, lines, used, left }];
  });
}

/** Dollars that can be left where the largest share used of all lines is so many percent. */
function leftAt(lines: Budget['lines'], used: number): { readonly least: number; readonly most: number } {
  const dollars = lines.filter(({ unit }) => unit === 'usd').map(({ amount }) => amount);
  const rest = dollars.map((amount) => tidy(Math.max(0, amount * (1 - used / 100))));
  // The largest share may be that of a line in tokens or requests: then all of the dollars may be there.
  const most = dollars.length < lines.length ? Math.min(...dollars) : Math.max(...rest);
  return { least: Math.min(...rest), most: Math.min(most, ...dollars) };
}

/**
 * Changes values within their atoms, so that they can be those of one request; answers what an example has to assume
 * where they cannot.
 */
export function settleAmounts(
  dimensions: readonly Dimension[],
  budgets: Budgets,
  values: Map<string, FactValue>,
): string[] {
  return [
    ...settleTokens(dimensions, values),
    ...budgetPairs(dimensions, budgets).flatMap((pair) => settleBudget(dimensions, pair, values)),
  ];
}

function settleTokens(dimensions: readonly Dimension[], values: Map<string, FactValue>): string[] {
  const given = [...TOKENS_OF].filter(([id]) => Number(values.get(id) ?? 0) > 0);
  const least = given.reduce((sum, [id, each]) => sum + Number(values.get(id)) * each, 0);
  const tokens = values.get(TOKENS);
  if (typeof tokens !== 'number' || tokens >= least) return [];
  const range = rangeOfValue(dimensions[placeOf(dimensions, TOKENS)], tokens);
  const more = Math.ceil(least / 100) * 100;
  const found = [more, least].find((value) => range !== undefined && rangesHold([range], value));
  if (found === undefined)
    return [`${given.map(([id]) => `${id} ${values.get(id)}`).join(' and ')} come to only ${tokens} tokens`];
  values.set(TOKENS, found);
  return [];
}

function settleBudget(
  dimensions: readonly Dimension[],
  { name, lines, used, left }: BudgetPair,
  values: Map<string, FactValue>,
): string[] {
  const ids = [`budget ${name} used`, `budget ${name} left`] as const;
  const [share, rest] = ids.map((id) => values.get(id));
  if (share === null && rest === null) return [];
  const ranges = [rangeOfValue(dimensions[used], share), rangeOfValue(dimensions[left], rest)] as const;
  for (const one of sharesIn(lines, ranges[0], ranges[1], Number(share))) {
    const { least, most } = leftAt(lines, one);
    const fits = (value: number): boolean =>
      value >= least && value <= most && ranges[1] !== undefined && rangesHold([ranges[1]], value);
    const dollars = [Number(rest ?? Number.NaN), most, least].find(fits);
    if (dollars === undefined) continue;
    values.set(ids[0], one).set(ids[1], dollars);
    return [];
  }
  return [`budget ${name} is used and left like this at one moment`];
}

/** Shares of the one range at which the other may be left: as it is, round numbers, and the ends. */
function sharesIn(
  lines: Budget['lines'],
  shares: NumberRange | undefined,
  dollars: NumberRange | undefined,
  first: number,
): number[] {
  if (shares === undefined || dollars === undefined) return [];
  const amounts = lines.filter(({ unit }) => unit === 'usd').map(({ amount }) => amount);
  const ends = [dollars.low, dollars.high].filter((end) => Number.isFinite(end));
  const met = amounts.flatMap((amount) => ends.map((end) => tidy(100 * (1 - end / amount))));
  const between = met.flatMap((one) => met.map((other) => tidy((one + other) / 2)));
  const near = [...met, ...between].flatMap((share) => [share, Math.ceil(share), Math.floor(share)]);
  const mine = [shares.low, Math.ceil(shares.low), shares.high, 0, 50, 100];
  return [first, ...near, ...mine].filter((share) => rangesHold([shares], share));
}

function rangeOfValue(
  dimension: Dimension | undefined,
  value: FactValue | undefined,
): NumberRange | undefined {
  return dimension === undefined || typeof value !== 'number'
    ? undefined
    : dimension.numbers?.atoms[dimension.atomOf(value)];
}

function placeOf(dimensions: readonly Dimension[], id: string): number {
  return dimensions.findIndex(({ spec }) => spec.id === id);
}

function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
