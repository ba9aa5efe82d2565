/**
 * Mutants of a typed policy: each differs from it in one small thing that somebody could have got wrong. A test suite
 * that passes for a mutant does not notice the mistake. Runs nothing.
 */
import type { Place, Policy, Route } from '../semantics/model.ts';
import { guardMutants } from './mutate-guard.ts';
import { actionMutants, targetMutants } from './mutate-targets.ts';

export interface Mutant {
  readonly at: Place;
  /** `tokens over 100k → tokens over 101k`. */
  readonly change: string;
  readonly policy: Policy;
}

/** In reading order of the routes, then the targets they lead to. */
export function mutantsOf(policy: Policy): readonly Mutant[] {
  const { routes, otherwise } = policy;
  const withRoute = (index: number, route: Route): Policy => ({
    ...policy,
    routes: routes.map((other, at) => (at === index ? route : other)),
  });
  const ofRoutes = routes.flatMap((route, index): Mutant[] => [
    ...guardMutants(policy, route).map(({ at, change, guard }) => ({
      at,
      change,
      policy: withRoute(index, { ...route, guard }),
    })),
    ...swapped(policy, index),
    ...actionMutants(policy, route).map(({ at, change, action }) => ({
      at,
      change,
      policy: withRoute(index, { ...route, action }),
    })),
  ]);
  const ofOtherwise = otherwise === undefined ? [] : actionMutants(policy, otherwise);
  return [
    ...ofRoutes,
    ...ofOtherwise.map(({ at, change, action }): Mutant => {
      const mutated = otherwise === undefined ? policy : { ...policy, otherwise: { ...otherwise, action } };
      return { at, change, policy: mutated };
    }),
    ...targetMutants(policy).map(({ at, change, target }): Mutant => {
      const targets = new Map(policy.targets).set(target.name, target);
      return { at, change, policy: { ...policy, targets } };
    }),
  ];
}

/** A route and the one below it, the other way round; `otherwise` stays last. */
function swapped(policy: Policy, index: number): Mutant[] {
  const { routes } = policy;
  const [upper, lower] = [routes[index], routes[index + 1]];
  if (upper === undefined || lower === undefined) return [];
  const order = [...routes.slice(0, index), lower, upper, ...routes.slice(index + 2)];
  const change = `${lower.name} moved above ${upper.name}`;
  return [{ at: lower.at, change, policy: { ...policy, routes: order } }];
}
