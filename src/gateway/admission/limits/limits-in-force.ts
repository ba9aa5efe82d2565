/**
 * Which limits apply to a request matched by a route. A route that matched because a limit is reached decides itself
 * what happens then. Pure.
 */
import { routeNamed } from '../../../language/planning/make-plan.ts';
import type { Limit, Policy } from '../../../language/semantics/model.ts';
import type { FactValue } from '../../../language/vocabulary/value-set.ts';

/** All limits, except those that the route's conditions found to be reached. */
export function limitsInForce(
  policy: Policy,
  route: string,
  known: ReadonlyMap<string, FactValue>,
): readonly Limit[] {
  const guard = routeNamed(policy, route)?.guard ?? { all: [] };
  const asked = new Set(
    guard.all
      .flatMap((each) => (each.kind === 'any' ? each.alternatives.flat() : [each]))
      .map((term) => term.fact),
  );
  return [...policy.limits.values()].filter(({ name }) => {
    const fact = `limit ${name} reached`;
    return known.get(fact) !== true || !asked.has(fact);
  });
}
