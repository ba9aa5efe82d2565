/**
 * What a test gives: the request, the caller, and how the world behaves, with every name looked up and every value
 * in its fact's unit. What is not given is decided in `scenario-facts.ts`. Knows no syntax and no expectation.
 */
import type { FailureClass } from '../semantics/failures.ts';
import type { FactValue } from '../vocabulary/value-set.ts';

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
  /** The user's messages before it, oldest first, where a whole conversation is asked about. */
  readonly earlier?: readonly string[];
  /** Input tokens that trimming leaves of the very conversation that is asked about. */
  readonly trimmed?: (tokens: number) => number;
  readonly scripts: readonly FailureScript[];
  /** Percent, by rollout. */
  readonly rollouts: ReadonlyMap<string, number>;
  /** Kinds of key that were given to lie within a first share: `user in first 5%`. */
  readonly firstShares: ReadonlySet<string>;
}

export const EMPTY_SCENARIO: Scenario = {
  facts: new Map(),
  scripts: [],
  rollouts: new Map(),
  firstShares: new Set(),
};

/** The later of two givens on one thing holds, so that a case can change what its table gives. */
export function joinScenarios(first: Scenario, second: Scenario): Scenario {
  const message = second.message ?? first.message;
  return {
    facts: new Map([...first.facts, ...second.facts]),
    ...(message === undefined ? {} : { message }),
    scripts: [...first.scripts, ...second.scripts],
    rollouts: new Map([...first.rollouts, ...second.rollouts]),
    firstShares: new Set([...first.firstShares, ...second.firstShares]),
  };
}
