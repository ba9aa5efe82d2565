/**
 * The givens of a test: the request, the caller, and the behavior of the outside world, with every name looked up and
 * every value in its fact's unit. `scenario-facts.ts` decides what is not given. Knows no syntax and no expectation.
 */
import type { FailureClass } from '../../semantics/failures.ts';
import type { FactValue } from '../../vocabulary/value-set.ts';

/** `sonnet fails twice with 503`. Scripts of one model are used up in the order in which they are given. */
export interface FailureScript {
  readonly model: string;
  readonly with: FailureClass;
  /** Undefined: always. */
  readonly times?: number;
}

export interface Scenario {
  /** By fact id; clock facts by their id without a zone, because a given time holds in every zone. */
  readonly facts: ReadonlyMap<string, FactValue>;
  readonly message?: string;
  /** The user's messages before it, oldest first, for a whole conversation. */
  readonly earlier?: readonly string[];
  /** Input tokens of the given conversation after trimming. */
  readonly trimmed?: (tokens: number) => number;
  readonly scripts: readonly FailureScript[];
  /** Percent, by rollout. */
  readonly rollouts: ReadonlyMap<string, number>;
  /** Kinds of key that were given to lie within a first share: `user in first 5%`. */
  readonly firstShares: ReadonlySet<string>;
  /** Models that pools with `explore` choose wherever they can: `haiku is explored`. */
  readonly explored: ReadonlySet<string>;
  /** Percent, by model: the quality that the prompt file predicts, `haiku predicted 95%`. */
  readonly predicted: ReadonlyMap<string, number>;
}

export const EMPTY_SCENARIO: Scenario = {
  facts: new Map(),
  scripts: [],
  rollouts: new Map(),
  firstShares: new Set(),
  explored: new Set(),
  predicted: new Map(),
};

/** The later of two givens with the same subject wins, so that a case can override its table. */
export function joinScenarios(first: Scenario, second: Scenario): Scenario {
  const message = second.message ?? first.message;
  return {
    facts: new Map([...first.facts, ...second.facts]),
    ...(message === undefined ? {} : { message }),
    scripts: [...first.scripts, ...second.scripts],
    rollouts: new Map([...first.rollouts, ...second.rollouts]),
    firstShares: new Set([...first.firstShares, ...second.firstShares]),
    explored: new Set([...first.explored, ...second.explored]),
    predicted: new Map([...first.predicted, ...second.predicted]),
  };
}
