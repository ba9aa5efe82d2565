// Neighbours that give every request the same: two names for one decision.
import { mergeableRoutes as mergeable } from '../../analysis/overlaps.ts';
import { routesOf } from '../policy-targets.ts';
import { routeNames } from '../route-places.ts';
import { defineRule } from '../rule.ts';

export const mergeableRoutes = defineRule({
  id: 'mergeable-routes',
  severity: 'info',
  category: 'hygiene',
  summary: 'Two neighbouring routes have the same effect and could be one.',
  messages: {
    found: (data: { lower: string; upper: string }) => ({
      message: `"${data.lower}" answers like ${data.upper} above it`,
      because: 'whoever changes one of them has to remember the other',
      help: 'make them one route with `any { }`, or say in `because` why they are two',
    }),
  },
  policy(compiled, report, context) {
    const { policy } = compiled;
    const { space, idleRoutes } = context.proofsOf(compiled);
    const routes = new Map(routesOf(policy).map((route) => [route.name, route]));
    for (const pair of mergeable(space)) {
      const upper = routes.get(pair.upper.route);
      const lower = routes.get(pair.lower.route);
      if (upper === undefined || lower === undefined) continue;
      if (idleRoutes.has(upper.name) || idleRoutes.has(lower.name)) continue;
      // Two reasons are why they are two.
      if (upper.because !== undefined && lower.because !== undefined && upper.because !== lower.because)
        continue;
      report('found', lower.at, { lower: lower.name, upper: routeNames([upper]) });
    }
  },
});
