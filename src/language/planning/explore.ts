/**
 * `explore 2%`: a share of requests goes to another member of a pool, at random, so that the quality of every member
 * stays known. Each choice has its probability, so that outcomes can be weighted (inverse propensity). Must not know
 * how a pool chooses by itself, or how members are resolved.
 */

import type { Policy, Pool, Target } from '../semantics/model.ts';
import type { PoolMember } from './choose-arm.ts';
import type { Explored, PlanWorld } from './plan.ts';

export interface Drawn {
  readonly member: PoolMember;
  /** The probability of this choice; undefined where the pool does not explore. */
  readonly propensity?: number;
  readonly explored?: Explored;
}

/** `own`: the member that the pool chooses by itself, one of `able`: all that can serve. */
export function drawMember(
  { name: policy }: Pick<Policy, 'name'>,
  pool: Pool,
  able: readonly PoolMember[],
  own: PoolMember,
  world: PlanWorld,
): Drawn {
  const { exploring } = world;
  if (pool.explore === undefined || exploring === undefined || exploring === 'never') return { member: own };
  const others = able.filter(({ target }) => target !== own.target);
  // Without another member the choice is certain.
  if (others.length === 0) return { member: own, propensity: 1 };
  const share = pool.explore / 100;
  const drawn =
    exploring === 'by share'
      ? drawnByShare(others, pool.explore, world.share({ kind: 'request' }, salt(policy, pool)))
      : others.find(({ model }) => exploring.models.has(model.name));
  if (drawn === undefined) return { member: own, propensity: 1 - share };
  const explored = { share: pool.explore, insteadOf: own.model.name };
  return { member: drawn, propensity: share / others.length, explored };
}

/** Below the share, the draw is uniform, so that it also chooses among the members. */
function drawnByShare(
  others: readonly PoolMember[],
  percent: number,
  share: number | null,
): PoolMember | undefined {
  if (share === null || share >= percent) return undefined;
  return others[Math.floor((share / percent) * others.length)];
}

/** Every request is drawn by its own id, so renaming a pool moves no caller: the salt only keeps draws independent. */
function salt(policy: string, pool: Pool): string {
  return `${policy} explore ${pool.name}`;
}

export function isExploring(target: Target): target is Pool {
  return target.kind === 'pool' && target.explore !== undefined;
}

const exploringPolicies = new WeakMap<Policy, boolean>();

/** A conversation stays with its model, so it is explored at its first message only. */
export function mayExplore(policy: Policy, { exploring, pinned }: PlanWorld): boolean {
  if (exploring === undefined || exploring === 'never' || pinned !== undefined) return false;
  const known = exploringPolicies.get(policy);
  if (known !== undefined) return known;
  const explores = [...policy.targets.values()].some(isExploring);
  exploringPolicies.set(policy, explores);
  return explores;
}
