/**
 * Whether a mutant behaves like its policy for every request, so that no test could distinguish the two. Proved by
 * the comparison of `llmr diff`, after both are normalized: repeated default deadlines, unused regions, and windows
 * that no request of a route reaches are equal. In doubt they differ.
 */
import { diffPolicies } from '../../analysis/diff/diff.ts';
import { noteChanges } from '../../changes/note-changes.ts';
import { outputLimit } from '../../planning/expected-output.ts';
import { namesUnder } from '../../planning/targets-under.ts';
import type { Chain, Model, Policy, Route, Target } from '../../semantics/model.ts';
import type { FactValue } from '../../vocabulary/value-set.ts';

export interface Compared {
  /** Proved. */
  readonly same: boolean;
  /** Facts of a request that is decided or planned differently, by id; undefined: none is known. */
  readonly example?: ReadonlyMap<string, FactValue>;
}

export function compareMutant(policy: Policy, mutant: Policy): Compared {
  const [before, after] = normalForms(policy, mutant);
  const { changed, proved, regions } = diffPolicies(before, after, { mostRegions: 1 });
  const example = regions[0]?.witness?.known;
  return {
    same: !changed && proved && noteChanges(before, after).length === 0,
    ...(example === undefined ? {} : { example }),
  };
}

function normalForms(policy: Policy, mutant: Policy): readonly [Policy, Policy] {
  const [before, after] = [policy, mutant].map((one) => withDeadlines(withoutRegions(one)));
  if (before === undefined || after === undefined) throw new Error('two policies have two forms');
  const windows = idleWindows(before, after);
  return [withoutWindows(before, windows), withoutWindows(after, windows)];
}

function routesOf(policy: Policy): readonly Route[] {
  return [...policy.routes, ...(policy.otherwise ? [policy.otherwise] : [])];
}

/** Names that a route leads to by `use` or `canary`. */
function namesOf(policy: Policy, { action }: Route): ReadonlySet<string> {
  const uses = [...(action.use ? [action.use] : []), ...action.canaries];
  return new Set(uses.flatMap(({ target }) => [...namesUnder(policy, target)]));
}

/** A region matters only to routes with `within region`. */
function withoutRegions(policy: Policy): Policy {
  const bound = routesOf(policy).filter(({ action }) => action.region !== undefined);
  const read = new Set(bound.flatMap((route) => [...namesOf(policy, route)]));
  return mapModels(policy, (model) => {
    if (read.has(model.name)) return model;
    return { ...model, deployments: model.deployments.map(({ region: _, ...rest }) => rest) };
  });
}

/** A step's missing settings come from the policy, but only where no outer step could set them. */
function withDeadlines(policy: Policy): Policy {
  const below = new Set(
    [...policy.targets.values()].flatMap((target) =>
      target.kind === 'chain' ? target.steps.flatMap((step) => [...namesUnder(policy, step.target)]) : [],
    ),
  );
  const filled = (chain: Chain): Chain => ({
    ...chain,
    steps: chain.steps.map((step) =>
      policy.models.has(step.target)
        ? { ...step, deadlines: { ...policy.deadlines, ...step.deadlines } }
        : step,
    ),
  });
  const targets = [...policy.targets].map(([name, target]): [string, Target] => [
    name,
    target.kind === 'chain' && !below.has(name) ? filled(target) : target,
  ]);
  return { ...policy, targets: new Map(targets) };
}

/**
 * Models whose window neither refuses nor shortens anything in either policy, and has the same order relative to the
 * others.
 */
function idleWindows(before: Policy, after: Policy): ReadonlySet<string> {
  return new Set(
    [...before.models.values()]
      .filter((model) => {
        const other = after.models.get(model.name);
        if (other === undefined || model.window === other.window) return false;
        return (
          isIdle(before, model) &&
          isIdle(after, other) &&
          ranksOf(before, model).join() === ranksOf(after, other).join()
        );
      })
      .map(({ name }) => name),
  );
}

/** A request that is too long for one model falls back to a larger window among the models of a route. */
function ranksOf(policy: Policy, { name, window = Number.POSITIVE_INFINITY }: Model): readonly number[] {
  const together = routesOf(policy)
    .map((route) => namesOf(policy, route))
    .filter((names) => names.has(name));
  return [...policy.models.values()]
    .filter((other) => together.some((names) => names.has(other.name)))
    .map((other) => Math.sign((other.window ?? Number.POSITIVE_INFINITY) - window));
}

function isIdle(policy: Policy, model: Model): boolean {
  const { window, output } = model;
  if (window === undefined) return true;
  if (output === undefined) return false;
  const most = Math.max(
    0,
    ...routesOf(policy).flatMap((route) =>
      namesOf(policy, route).has(model.name) ? [mostTokens(policy, route)] : [],
    ),
  );
  if (!Number.isFinite(most) || most + output > window) return false;
  // Without a limit of the caller, the rest of the window is the limit, where a budget needs one.
  const spends = [...policy.budgets.values()].some(({ lines }) =>
    lines.some(({ unit }) => unit !== 'requests'),
  );
  if (!spends) return true;
  const needs = { inputTokens: most, tools: false, images: false, json: false, audio: false };
  return outputLimit(needs, model) === output;
}

/** Most input tokens of a request that can reach the route, as far as simple conditions on `tokens` show. */
function mostTokens(policy: Policy, route: Route): number {
  const own = route.guard.all.map((term) =>
    term.kind === 'term' ? highest(term) : Number.POSITIVE_INFINITY,
  );
  const above = policy.routes.slice(0, Math.max(0, policy.routes.indexOf(route)));
  const passed = (route === policy.otherwise ? policy.routes : above).map((other) => takenFrom(other, route));
  return Math.min(...own, ...passed, Number.POSITIVE_INFINITY);
}

type Condition = Extract<Route['guard']['all'][number], { kind: 'term' }>;

function highest({ fact, set }: Condition): number {
  if (fact !== 'tokens' || set.kind !== 'numbers') return Number.POSITIVE_INFINITY;
  return Math.max(...set.ranges.map(({ high }) => high));
}

/**
 * A route above that matches everything over a number, among the requests that fit the route: the rest is at most
 * that.
 */
function takenFrom({ guard }: Route, route: Route): number {
  const has = (part: Route['guard']['all'][number]): boolean =>
    part.kind === 'term' &&
    route.guard.all.some(
      (own) =>
        own.kind === 'term' && own.fact === part.fact && JSON.stringify(own.set) === JSON.stringify(part.set),
    );
  const [only, ...more] = guard.all.filter((part) => !has(part));
  if (only?.kind !== 'term' || more.length > 0) return Number.POSITIVE_INFINITY;
  const { fact, set } = only;
  const last = fact === 'tokens' && set.kind === 'numbers' ? set.ranges.at(-1) : undefined;
  return last?.high === Number.POSITIVE_INFINITY ? last.low : Number.POSITIVE_INFINITY;
}

function withoutWindows(policy: Policy, idle: ReadonlySet<string>): Policy {
  if (idle.size === 0) return policy;
  return mapModels(policy, (model) => {
    if (!idle.has(model.name)) return model;
    const { window: _, ...rest } = model;
    return rest;
  });
}

function mapModels(policy: Policy, change: (model: Model) => Model): Policy {
  return {
    ...policy,
    models: new Map([...policy.models].map(([name, model]) => [name, change(model)])),
  };
}
