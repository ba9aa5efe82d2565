/**
 * The deliberately naive reading of a policy: routes from top to bottom, the first whose conditions all hold. Straight
 * from the typed policy, with no graph, no boxes and no cleverness, so that the graph can be checked against it.
 */
import type { Guard, Policy, Term } from '../../src/language/semantics/model.ts';
import type { KnownFacts } from '../../src/language/vocabulary/value-set.ts';
import { holds } from '../../src/language/vocabulary/value-sets.ts';

/** `refunds`, `refunds refuse`, `refunds canary 0`, or `nothing`. */
export function naiveDecision(policy: Policy, known: KnownFacts): string {
  for (const route of [...policy.routes, ...(policy.otherwise ? [policy.otherwise] : [])]) {
    if (!guardHolds(route.guard, known)) continue;
    for (const [index, canary] of route.action.canaries.entries()) {
      const share = known.get(canary.fact);
      if (typeof share === 'number' && share >= canary.from && share < canary.to)
        return `${route.name} canary ${index}`;
    }
    if (route.action.use) return route.name;
    if (route.action.refuse) return `${route.name} refuse`;
  }
  return 'nothing';
}

export function guardHolds(guard: Guard, known: KnownFacts): boolean {
  return guard.all.every((item) =>
    item.kind === 'term'
      ? termHolds(item, known)
      : item.alternatives.some((terms) => terms.every((term) => termHolds(term, known))),
  );
}

function termHolds(term: Term, known: KnownFacts): boolean {
  const value = known.get(term.fact);
  if (value === undefined) throw new Error(`${term.fact} is not given`);
  return holds(term.set, value);
}
