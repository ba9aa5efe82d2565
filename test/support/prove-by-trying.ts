/**
 * Holds every verdict of the analysis against every request of one small random policy. Answers what the two do not
 * agree on, in words; nothing is the only good answer.
 */
import { createPolicySpace } from '../../src/language/analysis/policy-space.ts';
import { reachAll, unreachableRules, witnessOfRule } from '../../src/language/analysis/reachability.ts';
import type { Policy } from '../../src/language/semantics/model.ts';
import { everyRequest, type Requests, randomFrom, smallPolicy } from './small-policy.ts';

/** More are not tried one by one. */
const MOST_REQUESTS = 40_000;

export function disagreements(seed: number): string[] {
  const random = randomFrom(seed);
  const policy = smallPolicy(random);
  const requests = everyRequest([policy]);
  if (requests.count > MOST_REQUESTS) return [];
  return reachDisagreements(policy, requests).map((words) => `seed ${seed}: ${words}`);
}

/** By request: the route that takes it, by number; one more is `otherwise`, -1 nobody, -2 no such request. */
export function takers(policy: Policy, requests: Requests): Int16Array {
  const routes = [...policy.routes, ...(policy.otherwise ? [policy.otherwise] : [])];
  const guards = routes.map((route) => requests.guardHolds(route.guard));
  return Int16Array.from({ length: requests.count }, (_, request) =>
    requests.possible(request) ? guards.findIndex((holds) => holds(request)) : -2,
  );
}

function reachDisagreements(policy: Policy, requests: Requests): string[] {
  const space = createPolicySpace(policy);
  const reached = new Set(takers(policy, requests));
  const words: string[] = [];
  for (const reach of reachAll(space)) {
    if ((reach.kind === 'reachable') !== reached.has(reach.rule) || reach.kind === 'undecided')
      words.push(`rule ${reach.rule} is ${reach.kind}`);
    // Replayed inside.
    if (reach.kind === 'reachable' && witnessOfRule(space, reach) === undefined)
      words.push(`no witness of ${reach.rule}`);
  }
  const routes = [...policy.routes, ...(policy.otherwise ? [policy.otherwise] : [])];
  const guards = routes.map((route) => requests.guardHolds(route.guard));
  for (const { index, covering } of unreachableRules(space)) {
    const names = new Set(covering.map((rule) => rule.route));
    const cover = guards.filter((_, at) => names.has(routes[at]?.name ?? ''));
    for (let request = 0; request < requests.count; request += 1) {
      if (!requests.possible(request) || !guards[index]?.(request)) continue;
      if (!cover.some((holds) => holds(request))) {
        words.push(`${[...names].join(', ')} do not cover ${index}`);
        break;
      }
    }
  }
  return words;
}
