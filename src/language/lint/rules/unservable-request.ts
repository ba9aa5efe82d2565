// Some request reaches a route and fits none of its candidates: the caller gets llmr's default refusal.

import { useNamed } from '../../analysis/verdicts/candidates.ts';
import { routeNamed } from '../../planning/make-plan.ts';
import { routeWords } from '../hop-places.ts';
import { assuming, useAt } from '../route-places.ts';
import { defineRule } from '../rule.ts';

export const unservableRequest = defineRule({
  id: 'unservable-request',
  severity: 'warning',
  category: 'resilience',
  summary: 'A request that reaches a route may fit none of its models, and the route has no `or refuse`.',
  messages: {
    found: (data: { route: string; what: string; assuming: string }) => ({
      message: `some requests of ${data.route} fit none of its models`,
      because: `${data.what}; they are refused with llmr's default message${data.assuming}`,
      help: 'add a message with `or refuse 413 "…"`, or route these requests elsewhere',
    }),
    canary: (data: { route: string; what: string; assuming: string }) => ({
      message: `some requests of ${data.route} fit none of its models`,
      because: `${data.what}; they are refused with llmr's default message${data.assuming}`,
      help: 'let the canary use a chain that ends with a model which can serve them, or route these requests elsewhere',
    }),
  },
  policy(compiled, report, context) {
    const { policy } = compiled;
    const { hops, hopProofs, idleRoutes } = context.proofsOf(compiled);
    const byRoute = Map.groupBy(hops.hops, (hop) => hop.route);
    for (const { route, canary, lacks, witness } of hops.unservable) {
      const declared = routeNamed(policy, route);
      if (declared === undefined || idleRoutes.has(route)) continue;
      const use = useNamed(hopProofs, route, canary);
      // If no hop can serve any request, each of them is already reported.
      const never = byRoute
        .get(route)
        ?.filter((hop) => hop.canary === canary && hop.kind !== 'partial-hop').length;
      if (use !== undefined && (never ?? 0) === use.candidates.length) continue;
      const data = {
        route: routeWords({ route, ...(canary === undefined ? {} : { canary }) }),
        what:
          lacks === 'window'
            ? 'they are too long for every window, including the answer'
            : 'none can do all that they ask for',
        assuming: assuming(witness),
      };
      const target =
        canary === undefined ? declared.action.use?.target : declared.action.canaries[canary]?.target;
      const cause = `${policy.name}\n${target}\n${lacks}`;
      const extras = witness ? { example: witness.facts, cause } : { cause };
      report(canary === undefined ? 'found' : 'canary', useAt(context, declared, canary), data, extras);
    }
  },
});
