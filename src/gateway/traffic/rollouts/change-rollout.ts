/**
 * How a rollout's row changes: by time, by hand, by an edit of the policy. Pure: from a row to the next one and the name
 * of what happened. Knows no store, no samples and no traffic.
 */
import type { Rollout } from '../../../language/semantics/model.ts';
import { derivedSalt } from '../../../language/semantics/salts.ts';
import type { RolloutEvent, RolloutRow } from './rollout-store.ts';

export interface Change {
  readonly row: RolloutRow;
  readonly event: RolloutEvent['event'];
}

export type RolloutAction = 'pause' | 'resume' | 'abort';

export function identityOf({ from, to, salt }: Rollout): string {
  return `${from} → ${to} by "${salt}"`;
}

/**
 * Whether the row belongs to this rollout of the policy, under its present name or the one before it was renamed. A
 * row from before salts existed holds only source and target; its salt was made of the names.
 */
export function isOf(row: RolloutRow, policy: string, rollout: Rollout): boolean {
  if (row.identity === identityOf(rollout)) return true;
  if (row.identity !== `${rollout.from} → ${rollout.to}`) return false;
  const isNamedSo = row.policy === policy && row.name === rollout.name;
  return isNamedSo || [row.name, derivedSalt(row.policy, 'rollout', row.name)].includes(rollout.salt);
}

/** A renamed rollout continues where it was. */
export function renamed(row: RolloutRow, policy: string, rollout: Rollout, now: number): Change {
  const own = { policy, name: rollout.name, identity: identityOf(rollout), changedAt: now };
  return { row: { ...row, ...own }, event: 'started' };
}

export function started(policy: string, rollout: Rollout, now: number): Change {
  const row: RolloutRow = {
    policy,
    name: rollout.name,
    identity: identityOf(rollout),
    state: 'running',
    step: 0,
    share: rollout.steps[0]?.share ?? 0,
    elapsed: 0,
    reason: null,
    changedAt: now,
  };
  return { row, event: 'started' };
}

/** The policy's steps may have been edited: it continues at the largest share not above its previous one. */
export function underSteps(row: RolloutRow, { steps }: Rollout): RolloutRow {
  if (steps[row.step]?.share === row.share) return row;
  const step = Math.max(
    0,
    steps.findLastIndex((each) => each.share <= row.share),
  );
  return { ...row, step, share: steps[step]?.share ?? 0 };
}

/**
 * The next step when the current one has lasted long enough; complete when the last step has outlasted every abort
 * rule.
 */
export function byTime(row: RolloutRow, { steps, aborts }: Rollout, now: number): Change | undefined {
  if (row.state !== 'running') return undefined;
  const next = steps[row.step + 1];
  if (next !== undefined) {
    if (row.elapsed < next.after) return undefined;
    const moved = { ...row, step: row.step + 1, share: next.share, elapsed: 0, changedAt: now };
    return { row: moved, event: 'step' };
  }
  const watched = Math.max(0, ...aborts.map((abort) => abort.for));
  if (row.elapsed < watched) return undefined;
  return { row: { ...row, state: 'complete', changedAt: now }, event: 'complete' };
}

export function aborted(row: RolloutRow, reason: string, now: number): Change {
  return { row: { ...row, state: 'aborted', reason, changedAt: now }, event: 'aborted' };
}

/** A message where the action does not apply. An aborted rollout that is resumed starts from its first step. */
export function byHand(
  row: RolloutRow,
  action: RolloutAction,
  firstShare: number,
  now: number,
): Change | string {
  switch (action) {
    case 'abort':
      return row.state === 'aborted' ? 'it is already aborted' : aborted(row, 'by hand', now);
    case 'pause':
      return row.state === 'running'
        ? { row: { ...row, state: 'paused', changedAt: now }, event: 'paused' }
        : `it is ${row.state}, not running`;
    case 'resume': {
      const anew = { step: 0, share: firstShare, elapsed: 0, reason: null };
      if (row.state === 'paused')
        return { row: { ...row, state: 'running', changedAt: now }, event: 'resumed' };
      return row.state === 'aborted'
        ? { row: { ...row, ...anew, state: 'running', changedAt: now }, event: 'resumed' }
        : `it is ${row.state}`;
    }
  }
}
