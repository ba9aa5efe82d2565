/**
 * Chooses the target of a split, rollout or pool for one request. The given targets can serve; arms that cannot have
 * been removed before. Knows nothing about chains, attempts or failures.
 */

import type { Model, Pool, Rollout, Split } from '../semantics/model.ts';
import { outputToCompare } from './expected-output.ts';
import type { JudgedMember, Needs, PlanWorld } from './plan.ts';
import { costUsd } from './price.ts';

/**
 * The arm of a split, by the salted share of its key. Where the key is unknown: the first arm. When the drawn arm
 * cannot serve, only its own keys are drawn again among the rest, so that no other key changes sides.
 */
export function chooseArm(
  split: Split,
  usable: (target: string) => boolean,
  world: PlanWorld,
): string | undefined {
  const open = split.arms.filter((arm) => usable(arm.target));
  const share = world.share(split.by, split.salt);
  if (share === null) return open[0]?.target;
  const drawn = armAt(split.arms, share);
  if (drawn === undefined || open.some((arm) => arm.target === drawn)) return drawn;
  return armAt(open, world.share(split.by, `${split.salt}\0again`) ?? 0);
}

/** The arm whose part of the key space contains `share`. */
export function armAt(arms: Split['arms'], share: number): string | undefined {
  const total = arms.reduce((sum, arm) => sum + arm.share, 0);
  const point = (share / 100) * total;
  let reached = 0;
  for (const arm of arms) {
    reached += arm.share;
    if (point < reached) return arm.target;
  }
  return arms.at(-1)?.target;
}

/** The side of a rollout: `to` for the keys below its present share, `from` for the rest and for unknown keys. */
export function chooseSide(
  rollout: Rollout,
  usable: (target: string) => boolean,
  world: PlanWorld,
): { readonly target: string; readonly isNew: boolean } | undefined {
  const share = world.share(rollout.by, rollout.salt);
  const isNew = share !== null && share < world.rolloutShare(rollout.name);
  const sides = [
    { target: rollout.from, isNew: false },
    { target: rollout.to, isNew: true },
  ];
  const wanted = sides.filter((side) => side.isNew === isNew);
  const other = sides.filter((side) => side.isNew !== isNew);
  return [...wanted, ...other].find((side) => usable(side.target));
}

/** A target of a pool, represented by the model that it would call first. */
export interface PoolMember {
  readonly target: string;
  readonly model: Model;
  readonly deployments: readonly string[];
}

/**
 * The member that a pool chooses. Equal members keep declared order. An unmeasured model counts as fastest, because
 * otherwise it would never be measured; one without a price comes last.
 */
export function chooseMember(
  pool: Pool,
  all: readonly PoolMember[],
  needs: Needs,
  world: PlanWorld,
  judged: readonly JudgedMember[] = [],
): PoolMember | undefined {
  const members = goodEnough(pool, all, world, judged);
  switch (pool.order) {
    case 'in turn':
      return members.length > 1 ? members[world.turn(pool.name) % members.length] : members[0];
    case 'fastest':
      return least(members, (member) => world.latency(member.model.name) ?? 0);
    case 'least busy':
      return least(twoOf(pool, members, world), (member) =>
        Math.min(...member.deployments.map((id) => world.load(id))),
      );
    case 'cheapest':
      return cheapest(members, needs);
  }
}

/**
 * Power of two choices (Mitzenmacher 2001): the less busy of two random members is never the busiest and, unlike the
 * least busy of all, does not attract all requests at the same time. Of two members both are compared.
 */
function twoOf(pool: Pool, members: readonly PoolMember[], world: PlanWorld): readonly PoolMember[] {
  const first = drawn(pool.name, members.length, world);
  const second = drawn(`${pool.name}\0other`, members.length - 1, world);
  if (members.length <= 2 || first === undefined || second === undefined) return members;
  const chosen = new Set([first, second < first ? second : second + 1]);
  return members.filter((_, index) => chosen.has(index));
}

function drawn(salt: string, count: number, world: PlanWorld): number | undefined {
  const share = world.share({ kind: 'request' }, salt);
  return share === null ? undefined : Math.floor((share / 100) * count);
}

/**
 * `good enough at`, for every order: the members known to be good enough, by the prompt or else by the table; if there are
 * none, the first declared.
 */
function goodEnough(
  pool: Pool,
  members: readonly PoolMember[],
  world: PlanWorld,
  judged: readonly JudgedMember[],
): readonly PoolMember[] {
  const bound = pool.goodEnoughAt;
  if (bound === undefined) return members;
  const good = members.filter(({ model: { name } }) => {
    const own = judged.find(({ model }) => model === name);
    return own?.verdict.goodEnough ?? (world.quality?.(name) ?? -1) >= bound;
  });
  return good.length === 0 ? members.slice(0, 1) : good;
}

function cheapest(members: readonly PoolMember[], needs: Needs): PoolMember | undefined {
  const usage = { inputTokens: needs.inputTokens, outputTokens: outputToCompare(needs) };
  return least(members, ({ model }) =>
    model.price ? costUsd(model.price, usage) : Number.POSITIVE_INFINITY,
  );
}

function least<T>(items: readonly T[], measure: (item: T) => number): T | undefined {
  let best: T | undefined;
  let bestValue = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const value = measure(item);
    if (best === undefined || value < bestValue) {
      best = item;
      bestValue = value;
    }
  }
  return best;
}
