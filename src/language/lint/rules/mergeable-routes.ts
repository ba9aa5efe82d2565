// Neighbours that give every request the same: two names for one decision.
import { mergeableRoutes as mergeable } from '../../analysis/verdicts/overlaps.ts';
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
      message: `"${data.lower}" has the same effect as ${data.upper} above it`,
      because: 'a change to one of them must be repeated in the other',
      help: 'combine them with `any { }`, or give the reason for two routes in `because`',
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
