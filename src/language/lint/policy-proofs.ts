/**
 * What can be proved of one policy, worked out when a rule first asks and kept for the others, so that one fault is
 * told by one rule only. Knows the analyses, no rule and no message.
 */
import { createProofs, type Proofs } from '../analysis/candidates.ts';
import { type ConditionFinding, createConditionSpace, judgeConditions } from '../analysis/conditions.ts';
import { type DoubleCovers, findDoubleCovers, findGap, type Gap } from '../analysis/coverage.ts';
import { type HopFindings, judgeHops } from '../analysis/hops.ts';
import { findOverlaps, type Overlaps } from '../analysis/overlaps.ts';
import { findRequest, type PolicySpace, rulesAbove } from '../analysis/policy-space.ts';
import { type UnreachableRule, unreachableRules } from '../analysis/reachability.ts';
import { MOST_STEPS } from '../analysis/search.ts';
import type { Policy, Route } from '../semantics/model.ts';
import { routesOf } from './policy-targets.ts';

export interface PolicyProofs {
  readonly space: PolicySpace;
  /** The same with the windows of models among its constants. */
  readonly hopProofs: Proofs;
  readonly conditions: readonly ConditionFinding[];
  /** Rules that no request reaches: those that none fits among them. */
  readonly unreachable: readonly UnreachableRule[];
  /** Rules, by index, of which it stayed open whether a request reaches them. */
  readonly undecidedReach: readonly number[];
  /** Routes that answer nobody, for a reason that another rule tells: impossible, unreachable, expired. */
  readonly idleRoutes: ReadonlySet<string>;
  readonly overlaps: Overlaps;
  readonly gap: Gap;
  readonly doubleCovers: DoubleCovers;
  readonly hops: HopFindings;
}

/** `steps` bounds the search for one answer. */
export function createPolicyProofs(policy: Policy, today: string, steps = MOST_STEPS): PolicyProofs {
  const space = once(() => createConditionSpace(policy));
  const hopProofs = once(() => createProofs(policy));
  const conditions = once(() => judgeConditions(space()));
  const reach = once(() => {
    const policySpace = space();
    return policySpace.rules.map((own, index) =>
      findRequest(policySpace.space, [own], rulesAbove(policySpace, index), { left: steps }),
    );
  });
  const unreachable = once(() => {
    const suspects = reach().flatMap((found, index) => (found === 'none' ? [index] : []));
    return unreachableRules(space(), suspects);
  });
  const idleRoutes = once(() => {
    const { graph } = space();
    const reached = new Set(
      graph.rules.filter((_, index) => reach()[index] !== 'none').map((rule) => rule.route),
    );
    const idle = routesOf(policy).filter((route) => !reached.has(route.name) || isExpired(route, today));
    return new Set(idle.map((route) => route.name));
  });
  const overlaps = once(() => findOverlaps(space()));
  const gap = once((): Gap => {
    const { space: all, rules } = space();
    const found = findRequest(all, [], rules, { left: steps });
    return found === 'undecided' ? { kind: 'undecided' } : findGap(space());
  });
  const doubleCovers = once(() => findDoubleCovers(space()));
  const hops = once(() => judgeHops(hopProofs()));
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
