// A route, or a canary of one, that every request misses because routes above take all it could get.
import type { UnreachableRule } from '../../analysis/verdicts/reachability.ts';
import { routeNamed } from '../../planning/make-plan.ts';
import { routesOf } from '../policy-targets.ts';
import { assuming, conditionsAt, routeNames, useAt } from '../route-places.ts';
import { defineRule } from '../rule.ts';

export const unreachableRoute = defineRule({
  id: 'unreachable-route',
  severity: 'error',
  category: 'reachability',
  summary: 'No request can reach a route, because the routes above it match all of its requests.',
  messages: {
    route: (data: Taken) => ({
      message: `no request can reach "${data.route}"`,
      because: becauseOf(data),
      help: `move it above line ${data.line}, or delete it`,
    }),
    otherwise: (data: Taken) => ({
      message: 'no request can reach `otherwise`',
      because: becauseOf(data),
      help: 'make the last of them `otherwise`, without conditions, or narrow one of them',
    }),
    canary: (data: Taken) => ({
      message: `no request can reach this canary of "${data.route}"`,
      because: becauseOf(data),
      help: 'delete it, or narrow the routes that match its requests',
    }),
    nobody: (data: { route: string; by: string }) => ({
      message: `no request is in this canary of "${data.route}"`,
      because: `the conditions of the route leave only requests without ${data.by}, and those are in no canary by ${data.by}`,
      help: 'divide by another key, or delete it',
    }),
  },
  policy(compiled, report, context) {
    const { policy } = compiled;
    if (policy.exactlyOne) return;
    const { unreachable, idleRoutes } = context.proofsOf(compiled);
    const told = new Set<string>();
    for (const one of unreachable) {
      const route = routeNamed(policy, one.rule.route);
      if (route === undefined || context.isExpired(route) || told.has(route.name)) continue;
      if (one.impossible && idleRoutes.has(route.name)) continue;
      const data = takenBy(one, routesOf(policy));
      const example = one.example === undefined ? {} : { example: one.example.witness.facts };
      if (idleRoutes.has(route.name)) {
        told.add(route.name);
        // A route with canaries is reported once, with the routes that cover all of it.
        const last = unreachable.findLast(({ rule }) => rule.route === route.name) ?? one;
        report(
          route.name === 'otherwise' ? 'otherwise' : 'route',
          conditionsAt(context, route),
          takenBy(last, routesOf(policy)),
          // The language asks for an `otherwise`, so that it may be left without work.
          route.name === 'otherwise' ? { ...example, severity: 'warning' } : example,
        );
      } else if (one.rule.kind === 'canary') {
        const at = useAt(context, route, one.rule.canary);
        const key = policy.facts.get(route.action.canaries[one.rule.canary ?? 0]?.fact ?? '')?.key;
        if (one.impossible) report('nobody', at, { route: route.name, by: key?.kind ?? 'its key' });
        else report('canary', at, data, example);
      }
    }
  },
});

interface Taken {
  readonly route: string;
  /** Of the first route that covers it. */
  readonly line: number;
  readonly count: number;
  readonly names: string;
  readonly takenBy?: string;
  readonly assuming: string;
}

type Routes = ReturnType<typeof routesOf>;

function takenBy(one: UnreachableRule, routes: Routes): Taken {
  const names = new Set(one.covering.map(({ route }) => route));
  const covering = routes.filter(({ name }) => names.has(name));
  return {
    route: one.rule.route,
    line: covering[0]?.at.line ?? 0,
    count: covering.length,
    names: routeNames(covering),
    ...(one.example === undefined ? {} : { takenBy: one.example.takenBy }),
    assuming: assuming(one.example?.witness),
  };
}

function becauseOf({ count, names, takenBy, assuming }: Taken): string {
  const all = count > 1 ? `together ${names} take all of them` : `${names} takes all of them`;
  return `${all}${takenBy === undefined || count < 2 ? '' : `; "${takenBy}" answers the example`}${assuming}`;
}
