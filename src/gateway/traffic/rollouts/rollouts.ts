/**
 * Running rollouts: their shares for planning, steps over time, and rollback to the old side when the new one does
 * badly. Durable: a restart continues at the same step, and time counts only while the service runs. Of requests it
 * knows only how calls to the new side ended.
 */
import type { Policy, Rollout } from '../../../language/semantics/model.ts';
import type { Clock, Timer } from '../../upstream/clock.ts';
import {
  aborted,
  byHand,
  byTime,
  type Change,
  isOf,
  type RolloutAction,
  renamed,
  started,
  underSteps,
} from './change-rollout.ts';
import { createNewSide, type NewSide, type Sample } from './new-side.ts';
import { type RolloutEvent, type RolloutRow, type RolloutStore, sharePercent } from './rollout-store.ts';

export interface RolloutStatus extends RolloutRow {
  readonly from: string;
  readonly to: string;
  readonly steps: Rollout['steps'];
  /** Percent of the key space on the new side now. */
  readonly sharePercent: number;
  /** Milliseconds until the next step; null: there is none, or it does not run. */
  readonly nextStepIn: number | null;
  /** Calls to the new side that its abort rules count. */
  readonly samples: number;
}

export interface Rollouts {
  /** Called after a swap: these rollouts are active now. */
  sync(policies: readonly Policy[]): void;
  /** Percent of the key space on the new side. */
  share(policy: string, name: string): number;
  sample(policy: string, name: string, sample: Sample): void;
  status(): readonly RolloutStatus[];
  /** A message where it cannot be done; undefined where there is no such active rollout. */
  act(policy: string, name: string, action: RolloutAction): Acted | Promise<Acted>;
  close(): void;
}

export type Acted = RolloutStatus | string | undefined;

export interface LocalRollouts extends Rollouts {
  act(policy: string, name: string, action: RolloutAction): Acted;
}

export interface RolloutParts {
  readonly store: RolloutStore;
  readonly clock: Clock;
  readonly onEvent: (event: RolloutEvent) => void;
  readonly onTrouble: (message: string) => void;
}

const TICK = 1_000;
/** Milliseconds between writes of the time spent at a step: a crash loses up to this much. */
const KEEP_TIME = 5_000;

interface Live {
  readonly rollout: Rollout;
  row: RolloutRow;
  newSide: NewSide;
}

export function createRollouts({ store, clock, onEvent, onTrouble }: RolloutParts): LocalRollouts {
  let live = new Map<string, Live>();
  let version = store.version();
  let tickedAt = clock.elapsed();
  let keptAt = tickedAt;
  let closed = false;
  let timer: Timer = clock.after(TICK, tick);

  function tick(): void {
    timer = clock.after(TICK, tick);
    try {
      goOn();
    } catch (error) {
      onTrouble(`rollout state cannot be saved: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  function goOn(): void {
    if (store.version() !== version) reread();
    const now = clock.elapsed();
    const passed = now - tickedAt;
    tickedAt = now;
    for (const one of live.values()) {
      if (one.row.state !== 'running') continue;
      one.row = { ...one.row, elapsed: one.row.elapsed + passed };
      const verdict = one.newSide.verdict(now);
      const change =
        verdict === undefined
          ? byTime(one.row, one.rollout, clock.now())
          : aborted(one.row, verdict, clock.now());
      if (change !== undefined) apply(one, change);
    }
    if (now - keptAt >= KEEP_TIME) keepTime(now);
  }

  function keepTime(now: number): void {
    keptAt = now;
    for (const { row } of live.values()) if (row.state === 'running') store.spent(row);
  }

  /** Another process has written: its state counts. */
  function reread(): void {
    version = store.version();
    for (const row of store.rows()) {
      const one = live.get(keyOf(row.policy, row.name));
      if (one === undefined || one.row.changedAt === row.changedAt) continue;
      one.row = underSteps(row, one.rollout);
      one.newSide = createNewSide(one.rollout.aborts);
      onEvent({ ...row, at: row.changedAt, event: eventOf(row.state), share: sharePercent(row) });
    }
  }

  function apply(one: Live, { row, event }: Change): boolean {
    if (!store.change(one.row, row, event)) {
      reread();
      return false;
    }
    one.row = row;
    // Calls at a smaller share still count: the window is of time, not of steps.
    if (event === 'resumed') one.newSide = createNewSide(one.rollout.aborts);
    onEvent({ ...row, at: row.changedAt, event, share: sharePercent(row) });
    return true;
  }

  function liveOf(policy: string, rollout: Rollout, rows: readonly RolloutRow[]): Live {
    const before = live.get(keyOf(policy, rollout.name));
    const row = newest(rows.filter((one) => isOf(one, policy, rollout)));
    const isOwn = row?.policy === policy && row.name === rollout.name;
    const kept = isOwn ? row : undefined;
    if (kept !== undefined) {
      const known = before?.row.identity === kept.identity ? before.row : kept;
      const sameRules = JSON.stringify(before?.rollout.aborts) === JSON.stringify(rollout.aborts);
      const newSide = sameRules && before !== undefined ? before.newSide : createNewSide(rollout.aborts);
      return { rollout, row: underSteps(known, rollout), newSide };
    }
    const { row: first, event } =
      row === undefined
        ? started(policy, rollout, clock.now())
        : renamed(underSteps(row, rollout), policy, rollout, clock.now());
    store.change(undefined, first, event);
    onEvent({ ...first, at: first.changedAt, event, share: sharePercent(first) });
    return { rollout, row: first, newSide: createNewSide(rollout.aborts) };
  }

  function statusOf({ rollout, row, newSide }: Live): RolloutStatus {
    const next = rollout.steps[row.step + 1];
    const waits = row.state === 'running' && next !== undefined;
    return {
      ...row,
      from: rollout.from,
      to: rollout.to,
      steps: rollout.steps,
      sharePercent: sharePercent(row),
      nextStepIn: waits ? Math.max(0, next.after - row.elapsed) : null,
      samples: newSide.size,
    };
  }

  return {
    sync(policies) {
      const rows = store.rows();
      const inForce = new Set(
        policies.flatMap(({ name, targets }) => [...targets.keys()].map((target) => keyOf(name, target))),
      );
      // A rollout that is active under its own name has not been renamed.
      const known = (own: string) =>
        rows.filter((row) => {
          const key = keyOf(row.policy, row.name);
          return key === own || !inForce.has(key);
        });
      const fresh = new Map<string, Live>();
      for (const policy of policies) {
        for (const target of policy.targets.values()) {
          if (target.kind !== 'rollout') continue;
          const key = keyOf(policy.name, target.name);
          fresh.set(key, liveOf(policy.name, target, known(key)));
        }
      }
      live = fresh;
    },
    share(policy, name) {
      const one = live.get(keyOf(policy, name));
      return one === undefined ? 0 : sharePercent(one.row);
    },
    sample: (policy, name, sample) => live.get(keyOf(policy, name))?.newSide.add(sample, clock.elapsed()),
    status: () => [...live.values()].map(statusOf),
    act(policy, name, action) {
      const one = live.get(keyOf(policy, name));
      if (one === undefined) return undefined;
      if (store.version() !== version) reread();
      const change = byHand(one.row, action, one.rollout.steps[0]?.share ?? 0, clock.now());
      if (typeof change === 'string') return change;
      return apply(one, change) ? statusOf(one) : 'another process has just changed it';
    },
    close() {
      if (closed) return;
      closed = true;
      timer.cancel();
      keepTime(clock.elapsed());
      store.close();
    },
  };
}

function newest(rows: readonly RolloutRow[]): RolloutRow | undefined {
  return [...rows].sort((a, b) => b.changedAt - a.changedAt)[0];
}

function keyOf(policy: string, name: string): string {
  return `${policy}/${name}`;
}

function eventOf(state: RolloutRow['state']): RolloutEvent['event'] {
  return state === 'running' ? 'resumed' : state;
}
