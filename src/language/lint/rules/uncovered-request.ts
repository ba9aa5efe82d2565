// `rules exactly one` promises that every request fits exactly one route: requests that fit none or two break it. That a
// policy has an `otherwise` at all is the language's to say (`L1701`).
import { routesOf } from '../policy-targets.ts';
import { assuming, conditionsAt, routeNames } from '../route-places.ts';
import { defineRule } from '../rule.ts';

export const uncoveredRequest = defineRule({
  id: 'uncovered-request',
  severity: 'error',
  category: 'reachability',
  summary: 'A request can match no route, or more than one in a policy with `rules exactly one`.',
  messages: {
    gap: (data: { policy: string; assuming: string }) => ({
      message: `some requests fit no route of "${data.policy}"`,
      because: `\`rules exactly one\` promises that every request fits one${data.assuming}`,
      help: 'widen a route, or add one for the remaining requests; unknown values need one too',
    }),
    double: (data: { one: string; other: string; assuming: string }) => ({
      message: `some requests fit both ${data.one} and "${data.other}"`,
      because: `\`rules exactly one\` promises that no request fits two${data.assuming}`,
      help: 'narrow one of them',
    }),
    open: (data: { policy: string }) => ({
      message: `it could not be proved that every request fits exactly one route of "${data.policy}"`,
      because: 'the search reached its limit of steps, and an unproved policy is not loaded',
      help: 'make the conditions simpler, or give the policy an order and an `otherwise`',
    }),
  },
  policy(compiled, report, context) {
    const { policy } = compiled;
    if (!policy.exactlyOne) return;
    const { gap, doubleCovers } = context.proofsOf(compiled);
    if (gap.kind === 'gap') {
      const example = gap.witness === undefined ? {} : { example: gap.witness.facts };
      report('gap', policy.at, { policy: policy.name, assuming: assuming(gap.witness) }, example);
    }
    const routes = new Map(routesOf(policy).map((route) => [route.name, route]));
    const told = new Set<string>();
    for (const { one, other, witness } of doubleCovers.pairs) {
      const first = routes.get(one.route);
      const second = routes.get(other.route);
      const key = `${one.route}\0${other.route}`;
      if (first === undefined || second === undefined || told.has(key)) continue;
      told.add(key);
      const data = { one: routeNames([first]), other: second.name, assuming: assuming(witness) };
      report('double', conditionsAt(context, second), data, witness ? { example: witness.facts } : {});
    }
    if (gap.kind === 'undecided' || doubleCovers.undecided)
      report('open', policy.at, { policy: policy.name });
  },
});
