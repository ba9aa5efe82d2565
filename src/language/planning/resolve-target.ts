/**
 * From a target's name to the list of hops it means for one request: chains laid end to end, and every split,
 * rollout and pool settled. Must not know routes, reasons of refusal, or what happens when a hop is tried.
 */
import type { Needs, PlanWorld, Reason } from '../graph/plan.ts';
import type { FailureClass } from '../semantics/failures.ts';
import type { ChainStep, Deadlines, Model, Policy, Pool } from '../semantics/model.ts';
import { chooseArm, chooseMember, chooseSide } from './choose-arm.ts';
import { moveOn } from './move-on.ts';
import { strongerReason } from './stronger-reason.ts';

/** One future attempt; `moves` count from the start of the list it stands in. */
export interface Hop {
  readonly model: Model;
  readonly deployments: readonly string[];
  readonly deadlines: Partial<Deadlines>;
  readonly retries: number;
  readonly hedgeAfter?: number;
  readonly moves: Readonly<Partial<Record<FailureClass, number>>>;
  readonly arm?: string;
  /** Percent: what the innermost pool that chose this model asks of the quality table. */
  readonly goodEnoughAt?: number;
  /** What led here inside the target: an arm, a side, a pin, or nothing in particular. */
  readonly via: Reason;
}

export interface Resolving {
  readonly policy: Policy;
  readonly world: PlanWorld;
  /** After transforms. */
  readonly needs: Needs;
  /** Deployments of a model that may be asked, preferred first; none: the model is out. */
  usable(model: Model): readonly string[];
}

/** What chain steps say about everything below them; the innermost word holds. */
type Words = Pick<ChainStep, 'deadlines' | 'retries' | 'hedgeAfter'>;
const NO_WORDS: Words = { deadlines: {}, retries: 0 };

/** Empty when nothing under the target can serve. Names must resolve and targets must not be cyclic. */
export function resolveTarget(resolving: Resolving, name: string, words: Words = NO_WORDS): readonly Hop[] {
  const { policy, world } = resolving;
  const model = policy.models.get(name);
  if (model) {
    const deployments = resolving.usable(model);
    return deployments.length === 0 ? [] : [{ model, deployments, ...words, moves: {}, via: 'matched' }];
  }
  const target = policy.targets.get(name);
  if (!target) throw new Error(`"${name}" is neither a model nor a target of policy "${policy.name}"`);
  const usable = (inner: string): boolean => canServe(resolving, inner);
  const under = (inner: string): readonly Hop[] => resolveTarget(resolving, inner, words);

  switch (target.kind) {
    case 'chain': {
      const lists = target.steps.map((step) => resolveTarget(resolving, step.target, joined(words, step)));
      return moveOn(
        pinnedFirst(
          lists.filter((list) => list.length > 0),
          world.pinned,
        ),
        target.on,
      );
    }
    case 'pool': {
      const pinned = pinnedAmong(resolving, target.targets);
      if (pinned !== undefined) return through(under(pinned), 'pinned');
      const chosen = memberOf(resolving, target);
      return chosen === undefined ? [] : chosenBy(target, under(chosen));
    }
    case 'split': {
      const pinned = pinnedAmong(
        resolving,
        target.arms.map((arm) => arm.target),
      );
      const arm = pinned ?? chooseArm(target, usable, world);
      if (arm === undefined) return [];
      return through(under(arm), pinned === undefined ? 'split' : 'pinned', `${name}:${arm}`);
    }
    case 'rollout': {
      // Nobody stays where a rollout has been taken back from.
      const open = world.rolloutShare(name) > 0 ? [target.from, target.to] : [target.from];
      const pinned = pinnedAmong(resolving, open);
      if (pinned !== undefined) return through(under(pinned), 'pinned', `${name}:${pinned}`);
      const side = chooseSide(target, usable, world);
      if (side === undefined) return [];
      return through(under(side.target), side.isNew ? 'rollout' : 'matched', `${name}:${side.target}`);
    }
  }
}

function joined(outer: Words, step: ChainStep): Words {
  const hedgeAfter = step.hedgeAfter ?? outer.hedgeAfter;
  return {
    deadlines: { ...outer.deadlines, ...step.deadlines },
    retries: step.retries > 0 ? step.retries : outer.retries,
    ...(hedgeAfter === undefined ? {} : { hedgeAfter }),
  };
}

function memberOf(resolving: Resolving, pool: Pool): string | undefined {
  const members = pool.targets.flatMap((target) => {
    const first = resolveTarget(resolving, target)[0];
    return first ? [{ target, model: first.model, deployments: first.deployments }] : [];
  });
  return chooseMember(pool, members, resolving.needs, resolving.world)?.target;
}

/** A member is judged by the model it asks first; what it falls back to was not looked at. */
function chosenBy({ goodEnoughAt }: Pool, [first, ...others]: readonly Hop[]): readonly Hop[] {
  if (first === undefined) return [];
  return goodEnoughAt === undefined ? [first, ...others] : [{ goodEnoughAt, ...first }, ...others];
}

function through(hops: readonly Hop[], via: Reason, arm?: string): readonly Hop[] {
  return hops.map((hop) => {
    const path = arm === undefined ? hop.arm : hop.arm === undefined ? arm : `${arm}/${hop.arm}`;
    return { ...hop, via: strongerReason(hop.via, via), ...(path === undefined ? {} : { arm: path }) };
  });
}

function canServe(resolving: Resolving, name: string): boolean {
  return someModel(resolving, name, (model) => resolving.usable(model).length > 0);
}

/** The first of the targets under which the pinned model stands and can serve. */
function pinnedAmong(resolving: Resolving, targets: readonly string[]): string | undefined {
  const pinned = resolving.world.pinned;
  if (pinned === undefined) return undefined;
  return targets.find((target) =>
    someModel(resolving, target, (model) => model.name === pinned && resolving.usable(model).length > 0),
  );
}

function someModel(resolving: Resolving, name: string, fits: (model: Model) => boolean): boolean {
  const model = resolving.policy.models.get(name);
  if (model) return fits(model);
  const target = resolving.policy.targets.get(name);
  if (!target) return false;
  return targetsUnder(target).some((inner) => someModel(resolving, inner, fits));
}

/** A conversation stays with its model: the step that holds it is asked first, the others keep their order. */
function pinnedFirst(
  lists: readonly (readonly Hop[])[],
  pinned: string | undefined,
): readonly (readonly Hop[])[] {
  const at = lists.findIndex((list) => list[0]?.model.name === pinned);
  const list = lists[at];
  if (pinned === undefined || at <= 0 || list === undefined) return lists;
  return [through(list, 'pinned'), ...lists.filter((other) => other !== list)];
}

/** The names a target is made of, in declared order. */
export function targetsUnder(target: NonNullable<ReturnType<Policy['targets']['get']>>): readonly string[] {
  switch (target.kind) {
    case 'chain':
      return target.steps.map((step) => step.target);
    case 'pool':
      return target.targets;
    case 'split':
      return target.arms.map((arm) => arm.target);
    case 'rollout':
      return [target.from, target.to];
  }
}

/** The pools at and below a target, each once, from the target down. Cycles end. */
export function poolsUnder(policy: Policy, name: string): readonly Pool[] {
  const seen = new Set<string>();
  const visit = (inner: string): Pool[] => {
    const target = policy.targets.get(inner);
    if (target === undefined || seen.has(inner)) return [];
    seen.add(inner);
    const below = targetsUnder(target).flatMap(visit);
    return target.kind === 'pool' ? [target, ...below] : below;
  };
  return visit(name);
}
