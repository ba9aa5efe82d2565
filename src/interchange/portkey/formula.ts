/**
 * What a route's `when` can say, put together from tests that are written out already: all of them, or one of several
 * alternatives. Knows no tool and no meaning of a test.
 */

/** One of the alternatives must hold, with all of its tests. None: never. One that is empty: always. */
export interface Formula {
  readonly alternatives: readonly (readonly string[])[];
}

export class TooManyAlternatives extends Error {}

const MOST_ALTERNATIVES = 64;

export const ALWAYS: Formula = { alternatives: [[]] };

export function test(words: string): Formula {
  return { alternatives: [[words]] };
}

export function anyOf(formulas: readonly Formula[]): Formula {
  return simplified(formulas.flatMap(({ alternatives }) => alternatives));
}

/** @throws TooManyAlternatives */
export function allOf(formulas: readonly Formula[]): Formula {
  return formulas.reduce((all, { alternatives }) => {
    if (all.alternatives.length * alternatives.length > MOST_ALTERNATIVES ** 2)
      throw new TooManyAlternatives();
    return simplified(
      all.alternatives.flatMap((tests) => alternatives.map((more) => [...new Set([...tests, ...more])])),
    );
  }, ALWAYS);
}

/** Without alternatives that another one says already. */
function simplified(alternatives: readonly (readonly string[])[]): Formula {
  const kept = alternatives.filter(
    (tests, index) =>
      !alternatives.some(
        (other, at) =>
          at !== index &&
          other.every((words) => tests.includes(words)) &&
          (other.length < tests.length || at < index),
      ),
  );
  if (kept.length > MOST_ALTERNATIVES) throw new TooManyAlternatives();
  return { alternatives: kept };
}

export function isAlways({ alternatives }: Formula): boolean {
  return alternatives.some((tests) => tests.length === 0);
}
export function isNever({ alternatives }: Formula): boolean {
  return alternatives.length === 0;
}

/** After `when`. What all alternatives share comes first. */
export function whenWords({ alternatives }: Formula): string {
  const [first = []] = alternatives;
  const common = first.filter((words) => alternatives.every((tests) => tests.includes(words)));
  const rest = alternatives.map((tests) => tests.filter((words) => !common.includes(words)).join(' and '));
  const any = alternatives.length > 1 ? [`any {\n${rest.join('\n')}\n}`] : [];
  return [...common, ...any].join('\nand ');
}
