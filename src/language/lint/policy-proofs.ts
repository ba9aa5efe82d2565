/**
 * What can be proved of one policy. Computed when a rule first needs it and kept for the others, so that only one rule
 * reports a fault. Knows the analyses, no rule and no message.
 */

import { findRequest, type PolicySpace, rulesAbove, withSteps } from '../analysis/space/policy-space.ts';
import {
  type Budget,
  MOST_STEPS,
  MOST_STEPS_IN_ALL,
  MOST_STEPS_OF_A_KIND,
} from '../analysis/space/search.ts';
import { createProofs, type Proofs } from '../analysis/verdicts/candidates.ts';
import {
  createConditionSpace,
  type JudgedConditions,
  judgeConditions,
} from '../analysis/verdicts/conditions.ts';
import { type DoubleCovers, findDoubleCovers, findGap, type Gap } from '../analysis/verdicts/coverage.ts';
import { type HopFindings, judgeHops } from '../analysis/verdicts/hops.ts';
import { findOverlaps, type Overlaps } from '../analysis/verdicts/overlaps.ts';
import { type UnreachableRule, unreachableRules } from '../analysis/verdicts/reachability.ts';
import type { Policy, Route } from '../semantics/model.ts';
import { routesOf } from './policy-targets.ts';

export interface PolicyProofs {
  readonly space: PolicySpace;
  /** The same with the windows of models among its constants. */
  readonly hopProofs: Proofs;
  readonly conditions: JudgedConditions;
  /** Rules that no request reaches: those that none fits among them. */
  readonly unreachable: readonly UnreachableRule[];
  /** Rules, by index, of which it stayed open whether a request reaches them. */
  readonly undecidedReach: readonly number[];
  /** Routes that match no request, for a reason that another rule reports: impossible, unreachable, expired. */
  readonly idleRoutes: ReadonlySet<string>;
  readonly overlaps: Overlaps;
  readonly gap: Gap;
  readonly doubleCovers: DoubleCovers;
  readonly hops: HopFindings;
}

/** `steps` bounds the search for one answer about the reach of a route. */
export function createPolicyProofs(policy: Policy, today: string, steps = MOST_STEPS): PolicyProofs {
  const all: Budget = { left: MOST_STEPS_IN_ALL };
  /** No kind of question takes all steps from the others, but whether routes are reached comes before them. */
  const ofAKind = <T extends PolicySpace>(policySpace: T): T =>
    withSteps(policySpace, { left: MOST_STEPS_OF_A_KIND, of: all });
  const space = once(() => withSteps(createConditionSpace(policy), all));
  const hopProofs = once(() => withSteps(createProofs(policy), all));
  const conditions = once(() => {
    reach();
    return judgeConditions(ofAKind(space()));
  });
  const reach = once(() => {
    const policySpace = ofAKind(space());
    return policySpace.rules.map((own, index) =>
      findRequest(policySpace.space, [own], rulesAbove(policySpace, index), {
        left: steps,
        of: policySpace.space.steps,
      }),
    );
  });
  const unreachable = once(() => {
    const proved = reach().flatMap((found, index) => (found === 'none' ? [index] : []));
    return unreachableRules(ofAKind(space()), proved);
  });
  const idleRoutes = once(() => {
    const { graph } = space();
    const reached = new Set(
      graph.rules.filter((_, index) => reach()[index] !== 'none').map((rule) => rule.route),
    );
    const idle = routesOf(policy).filter((route) => !reached.has(route.name) || isExpired(route, today));
    return new Set(idle.map((route) => route.name));
  });
  const overlaps = once(() => findOverlaps(ofAKind(space())));
  const gap = once((): Gap => {
    const { space: own, rules } = space();
    const found = findRequest(own, [], rules, { left: steps, of: own.steps });
    return found === 'undecided' ? { kind: 'undecided' } : findGap(space());
  });
  const doubleCovers = once(() => findDoubleCovers(ofAKind(space())));
  const hops = once(() => judgeHops(ofAKind(hopProofs())));
  return {
    get space() {
      return space();
    },
    get hopProofs() {
      return hopProofs();
    },
    get conditions() {
      return conditions();
    },
    get unreachable() {
      return unreachable();
    },
    get undecidedReach() {
      return reach().flatMap((found, index) => (found === 'undecided' ? [index] : []));
    },
    get idleRoutes() {
      return idleRoutes();
    },
    get overlaps() {
      return overlaps();
    },
    get gap() {
      return gap();
    },
    get doubleCovers() {
      return doubleCovers();
    },
    get hops() {
      return hops();
    },
  };
}

export function isExpired(route: Route, today: string): boolean {
  return route.action.until !== undefined && route.action.until < today;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
