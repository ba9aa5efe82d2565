/**
 * The hops of a policy: every model that a route or canary names directly, every step of a chain, member of a pool,
 * arm of a split, side of a rollout; and which of them the attempts of a run used. Knows no measure.
 */
import { routeNamed } from '../../planning/make-plan.ts';
import { modelsUnder, targetsUnder } from '../../planning/targets-under.ts';
import type { Place, Policy, Target } from '../../semantics/model.ts';
import type { Run, RunAttempt } from './run-scenario.ts';

export interface HopPoint {
  readonly id: string;
  /** `careful: step 2, gpt-4o`. */
  readonly name: string;
  readonly at: Place;
}

/** The hops of all reachable targets, each once, in reading order of the routes. */
export function declaredHops(policy: Policy): readonly HopPoint[] {
  const hops = new Map<string, HopPoint>();
  const add = (hop: HopPoint): void => void (hops.has(hop.id) || hops.set(hop.id, hop));
  const seen = new Set<string>();
  const visit = (name: string): void => {
    const target = policy.targets.get(name);
    if (target === undefined || seen.has(name)) return;
    seen.add(name);
    for (const [index, inner] of targetsUnder(target).entries()) {
      const at = target.kind === 'chain' ? (target.steps[index]?.at ?? target.at) : target.at;
      add({ id: idOf(name, index), name: `${name}: ${stepWords(target, index)} ${inner}`, at });
      visit(inner);
    }
  };
  for (const { name, at, action } of [...policy.routes, ...(policy.otherwise ? [policy.otherwise] : [])]) {
    for (const [index, canary] of action.canaries.entries()) {
      const words = `${name}: canary${index === 0 ? '' : ` ${index + 1}`} ${canary.target}`;
      add({ id: canaryId(name, index), name: words, at: canary.at });
      visit(canary.target);
    }
    const target = action.use?.target;
    if (target === undefined) continue;
    if (policy.models.has(target)) add({ id: `route ${name}`, name: `${name}: ${target}`, at });
    visit(target);
  }
  return [...hops.values()];
}

function stepWords(target: Target, index: number): string {
  switch (target.kind) {
    case 'chain':
      return `step ${index + 1},`;
    case 'pool':
      return 'member';
    case 'split':
      return `arm ${target.arms[index]?.share ?? ''}%`;
    case 'rollout':
      return index === 0 ? 'from' : 'to';
  }
}

const idOf = (target: string, index: number): string => `target ${target} ${index}`;
const canaryId = (route: string, index: number): string => `canary ${index} of ${route}`;

/** Ids of the hops that the run's attempts used; a model that was only planned does not count. */
export function hopsAsked(policy: Policy, run: Run): readonly string[] {
  const { rule, attempts } = run;
  const action = rule === undefined ? undefined : routeNamed(policy, rule.route)?.action;
  if (rule === undefined || action === undefined || attempts.length === 0) return [];
  const asked: string[] = [];
  const known = new Map<string, ReadonlySet<string>>();
  const isUnder = (name: string, { model }: RunAttempt): boolean => {
    const models = known.get(name) ?? modelsUnder(policy, name);
    known.set(name, models);
    return models.has(model);
  };
  const seen = new Set<string>();
  const visit = (name: string, under: readonly RunAttempt[]): void => {
    const target = policy.targets.get(name);
    // Several paths lead to a shared target; those with the same attempts are equivalent.
    const way = `${name} ${under.map((attempt) => attempts.indexOf(attempt)).join()}`;
    if (target === undefined || seen.has(way)) return;
    seen.add(way);
    for (const [index, inner] of targetsUnder(target).entries()) {
      const went = under.filter((attempt) => isUnder(inner, attempt) && tookArm(target, inner, attempt));
      if (went.length === 0) continue;
      asked.push(idOf(name, index));
      visit(inner, went);
    }
  };
  const canary = rule.kind === 'canary' ? action.canaries[rule.canary ?? 0] : undefined;
  const target = (canary ?? action.use)?.target;
  const own = target === undefined ? [] : attempts.filter((attempt) => isUnder(target, attempt));
  if (target === undefined || own.length === 0) return [];
  if (canary !== undefined) asked.push(canaryId(rule.route, rule.canary ?? 0));
  else if (policy.models.has(target)) asked.push(`route ${rule.route}`);
  visit(target, own);
  return asked;
}

function tookArm(target: Target, inner: string, { arm }: RunAttempt): boolean {
  if (target.kind !== 'split' && target.kind !== 'rollout') return true;
  return arm?.split('/').includes(`${target.name}:${inner}`) ?? false;
}
