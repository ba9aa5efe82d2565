/**
 * Requests to try for a survivor, starting with those close to the mutated part: small changes of the tests' givens
 * for the routes that lead to it, then for the rest. Those of a route are computed once, at first use. Judges
 * nothing.
 */
import { namesUnder } from '../../planning/targets-under.ts';
import type { Policy, Route } from '../../semantics/model.ts';
import { observe } from '../run/observe.ts';
import type { Run } from '../run/run-scenario.ts';
import { type Candidate, type Piece, variations, withPieces } from './candidate-givens.ts';

export interface Candidates {
  /** `of`: the declaration, as `chain careful`; undefined: the policy itself. */
  near(of: string | undefined, example: Candidate | undefined): Iterable<Candidate>;
}

/** Limit; further ones are small changes of each other. */
const BASES_A_ROUTE = 4;

export function createCandidates(
  policy: Policy,
  given: readonly Candidate[],
  run: (candidate: Candidate) => Run,
): Candidates {
  let bases: ReadonlyMap<string | undefined, readonly Candidate[]> | undefined;
  const byRoute = (): NonNullable<typeof bases> => {
    bases ??= Map.groupBy(
      distinctBy(given, (candidate) => observe(run(candidate)).join('\n')),
      (candidate) => run(candidate).route,
    );
    return bases;
  };
  let varied: ReturnType<typeof variations> | undefined;
  const made = new Map<string | undefined, readonly Candidate[]>();
  const ofRoute = (route: string | undefined): readonly Candidate[] => {
    const some = byRoute().get(route) ?? [];
    varied ??= variations(policy);
    const known = made.get(route) ?? [...some, ...changed(varied, some.slice(0, BASES_A_ROUTE), run)];
    made.set(route, known);
    return known;
  };
  return {
    *near(of, example) {
      const concerned = routesTo(policy, of);
      for (const route of concerned) yield* ofRoute(route);
      if (example !== undefined) {
        varied ??= variations(policy);
        yield* changed(varied, [example], run);
      }
      for (const route of byRoute().keys()) {
        if (route === undefined || !concerned.has(route)) yield* ofRoute(route);
      }
    },
  };
}

/** Small changes first: one thing more, then a failure and one thing more. */
function changed(
  { failures, once, others }: ReturnType<typeof variations>,
  bases: readonly Candidate[],
  run: (candidate: Candidate) => Run,
): readonly Candidate[] {
  const plain = bases.flatMap((base) => [...others, ...once].map((piece) => withPieces(base, [piece])));
  const failing = bases.flatMap((base) => {
    const { model } = run(base);
    return failures
      .filter(({ words }) => words.startsWith(`${model} fails `))
      .map((piece) => withPieces(base, [piece]));
  });
  const deeper = bases.flatMap((base) => fallbacks(base, failures, run));
  const sizes = others.filter(({ words }) => /^(request has|tokens|output tokens) /.test(words));
  const both = deeper.flatMap((base) => [...once, ...sizes].map((piece) => withPieces(base, [piece])));
  return [...plain, ...failing, ...deeper, ...both];
}

/** The same request with the first model overloaded, then also the second, to the end of the plan. */
function fallbacks(
  base: Candidate,
  failures: readonly Piece[],
  run: (candidate: Candidate) => Run,
): Candidate[] {
  const found: Candidate[] = [];
  let candidate = base;
  for (let depth = 0; depth < 4; depth++) {
    const { model } = run(candidate);
    const piece = failures.find(({ words }) => words === `${model} fails with overload`);
    if (piece === undefined) return found;
    candidate = withPieces(candidate, [piece]);
    found.push(candidate);
  }
  return found;
}

function distinctBy<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [keyOf(item), item] as const).toReversed()).values()].toReversed();
}

/** Names of the routes that a declaration affects; all of them where this is not obvious. */
function routesTo(policy: Policy, of: string | undefined): ReadonlySet<string> {
  const routes = [...policy.routes, ...(policy.otherwise ? [policy.otherwise] : [])];
  const [kind, name = ''] = of?.split(/ (.*)/) ?? [];
  const concerned = routes.filter((route) => kind === undefined || isConcerned(policy, route, kind, name));
  return new Set((concerned.length > 0 ? concerned : routes).map((route) => route.name));
}

function isConcerned(policy: Policy, route: Route, kind: string, name: string): boolean {
  if (kind === 'otherwise' || kind === 'route') return route.name === (name === '' ? 'otherwise' : name);
  const uses = [...(route.action.use ? [route.action.use] : []), ...route.action.canaries];
  const names = new Set(uses.flatMap(({ target }) => [target, ...namesUnder(policy, target)]));
  if (kind === 'provider')
    return [...names].some((each) =>
      policy.models.get(each)?.deployments.some(({ provider }) => provider === name),
    );
  if (kind === 'transform') return uses.some(({ transforms }) => transforms.includes(name));
  if (kind === 'check') return route.action.expects.includes(name);
  return names.has(name);
}
