/**
 * From a target's name to its list of hops for one request: chains concatenated, and every split, rollout and pool
 * resolved. Must not know routes, reasons of refusal, or what happens when a hop is tried.
 */

import type { ChainStep, Model, Policy, Pool, Target } from '../semantics/model.ts';
import { chooseArm, chooseMember, chooseSide } from './choose-arm.ts';
import { type Drawn, drawMember } from './explore.ts';
import type { Hop } from './hop.ts';
import { moveOn } from './move-on.ts';
import type { JudgedMember, Needs, PlanWorld, Reason } from './plan.ts';
import { promptVerdicts } from './prompt-quality.ts';
import { strongerReason } from './stronger-reason.ts';
import { modelsUnder } from './targets-under.ts';

export interface Resolving {
  readonly policy: Policy;
  readonly world: PlanWorld;
  /** After transforms. */
  readonly needs: Needs;
  /** Deployments of a model that may be used, preferred first; none: the model cannot be used. */
  usable(model: Model): readonly string[];
  /** Whether pools may explore; only where the first attempt is chosen. */
  readonly explores?: boolean;
}

/** Targets resolved so far, so that one that several others name is resolved once; and those resolved without exploring. */
interface Known {
  readonly hops: Map<string, readonly Hop[]>;
  readonly quiet: Map<string, readonly Hop[]>;
}

/**
 * Empty when nothing under the target can serve. Names must resolve, targets must not be cyclic and nest as deep as the
 * language allows.
 */
export function resolveTarget(
  resolving: Resolving,
  name: string,
  known: Known = { hops: new Map(), quiet: new Map() },
): readonly Hop[] {
  const { policy } = resolving;
  const model = policy.models.get(name);
  if (model) {
    const deployments = resolving.usable(model);
    if (deployments.length === 0) return [];
    return [{ model, deployments, deadlines: {}, retries: 0, moves: {}, via: 'matched' }];
  }
  const store = resolving.explores === true ? known.hops : known.quiet;
  const found = store.get(name);
  if (found !== undefined) return found;
  const target = policy.targets.get(name);
  if (!target) throw new Error(`"${name}" is neither a model nor a target of policy "${policy.name}"`);
  const quiet = { ...resolving, explores: false };
  const hops = hopsOf(resolving, target, (inner, explores = true) =>
    resolveTarget(explores ? resolving : quiet, inner, known),
  );
  store.set(name, hops);
  return hops;
}

function hopsOf(
  resolving: Resolving,
  target: Target,
  under: (name: string, explores?: boolean) => readonly Hop[],
): readonly Hop[] {
  const { world } = resolving;
  const { name } = target;
  const usable = (inner: string): boolean => canServe(resolving, inner);
  switch (target.kind) {
    case 'chain': {
      // Fallbacks are not explored, only the first step that can serve.
      let isFirst = true;
      const lists = target.steps.map((step) => {
        const hops = under(step.target, isFirst);
        isFirst &&= hops.length === 0;
        return hops.map((hop) => asTheStepSays(step, hop));
      });
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
      const drawn = memberOf(resolving, target, under);
      return drawn === undefined ? [] : chosenBy(target, drawn, under(drawn.member.target));
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
      // No conversation stays on the new side of a rollout that was rolled back.
      const open = world.rolloutShare(name) > 0 ? [target.from, target.to] : [target.from];
      const pinned = pinnedAmong(resolving, open);
      if (pinned !== undefined) return through(under(pinned), 'pinned', `${name}:${pinned}`);
      const side = chooseSide(target, usable, world);
      if (side === undefined) return [];
      return through(under(side.target), side.isNew ? 'rollout' : 'matched', `${name}:${side.target}`);
    }
  }
}

/** A step applies to everything below it; the innermost setting wins. */
function asTheStepSays(step: ChainStep, hop: Hop): Hop {
  const hedgeAfter = hop.hedgeAfter ?? step.hedgeAfter;
  return {
    ...hop,
    deadlines: { ...step.deadlines, ...hop.deadlines },
    retries: hop.retries > 0 ? hop.retries : step.retries,
    ...(hedgeAfter === undefined ? {} : { hedgeAfter }),
  };
}

type Chosen = Drawn & { readonly judged: readonly JudgedMember[] };

/** Members are compared by what they choose themselves, whether they explore or not. */
function memberOf(
  resolving: Resolving,
  pool: Pool,
  under: (name: string, explores?: boolean) => readonly Hop[],
): Chosen | undefined {
  const { policy, needs, world, explores = false } = resolving;
  const members = pool.targets.flatMap((target) => {
    const first = under(target, false)[0];
    return first ? [{ target, model: first.model, deployments: first.deployments }] : [];
  });
  const judged = promptVerdicts(
    policy,
    pool,
    members.map(({ model }) => model),
    world,
  );
  const own = chooseMember(pool, members, needs, world, judged);
  if (own === undefined) return undefined;
  const drawn = explores ? drawMember(policy, pool, members, own, world) : { member: own };
  return { ...drawn, judged };
}

/** A member is judged by the model it calls first; its fallbacks are not considered. */
function chosenBy({ goodEnoughAt }: Pool, drawn: Chosen, hops: readonly Hop[]): readonly Hop[] {
  const { propensity, explored, judged } = drawn;
  const [first, ...others] = explored === undefined ? hops : through(hops, 'explored');
  if (first === undefined) return [];
  const bound =
    goodEnoughAt === undefined || explored !== undefined
      ? {}
      : { goodEnoughAt, ...(judged.length === 0 ? {} : { judged }) };
  const both = propensity === undefined ? {} : { propensity: propensity * (first.propensity ?? 1) };
  return [{ ...bound, ...first, ...both, ...(explored === undefined ? {} : { explored }) }, ...others];
}

function through(hops: readonly Hop[], via: Reason, arm?: string): readonly Hop[] {
  return hops.map((hop) => {
    const path = arm === undefined ? hop.arm : hop.arm === undefined ? arm : `${arm}/${hop.arm}`;
    return { ...hop, via: strongerReason(hop.via, via), ...(path === undefined ? {} : { arm: path }) };
  });
}

function canServe({ policy, usable }: Resolving, name: string): boolean {
  const model = policy.models.get(name);
  if (model !== undefined) return usable(model).length > 0;
  for (const under of modelsUnder(policy, name)) {
    const inner = policy.models.get(under);
    if (inner !== undefined && usable(inner).length > 0) return true;
  }
  return false;
}

/** The first of the targets that contain the pinned model where it can serve. */
function pinnedAmong({ policy, world, usable }: Resolving, targets: readonly string[]): string | undefined {
  const pinned = world.pinned === undefined ? undefined : policy.models.get(world.pinned);
  if (pinned === undefined || usable(pinned).length === 0) return undefined;
  return targets.find((target) => target === pinned.name || modelsUnder(policy, target).has(pinned.name));
}

/** A conversation stays with its model: the step that contains it comes first, the others keep their order. */
function pinnedFirst(
  lists: readonly (readonly Hop[])[],
  pinned: string | undefined,
): readonly (readonly Hop[])[] {
  const at = lists.findIndex((list) => list[0]?.model.name === pinned);
  const list = lists[at];
  if (pinned === undefined || at <= 0 || list === undefined) return lists;
  return [through(list, 'pinned'), ...lists.filter((other) => other !== list)];
}
