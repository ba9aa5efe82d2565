/**
 * The state of rollouts, in a table of the data folder that the service and `llmr rollouts` share: a reader notices
 * what another process wrote. Every change is also a row of `events`. Knows no policy and no clock.
 */
import { openStore } from '../../stores/open-store.ts';
import { STORES } from '../../stores/store-kinds.ts';

export const ROLLOUT_STATES = ['running', 'paused', 'aborted', 'complete'] as const;
export type RolloutState = (typeof ROLLOUT_STATES)[number];

export interface RolloutRow {
  readonly policy: string;
  readonly name: string;
  /** `FROM → TO by "SALT"`: identifies the rollout after a reload or a rename. */
  readonly identity: string;
  readonly state: RolloutState;
  /** From 0. */
  readonly step: number;
  /** Percent on the new side at that step, whatever the state. */
  readonly share: number;
  /** Milliseconds spent at the step while running. */
  readonly elapsed: number;
  /** Why it was aborted. */
  readonly reason: string | null;
  /** Epoch milliseconds of the last change. */
  readonly changedAt: number;
}

export interface RolloutEvent {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly policy: string;
  readonly name: string;
  readonly event: 'started' | 'step' | 'complete' | 'aborted' | 'paused' | 'resumed';
  /** Percent on the new side from now on. */
  readonly share: number;
  readonly reason: string | null;
}

export interface RolloutStore {
  rows(): readonly RolloutRow[];
  /** Writes the row and its event together. False: another process has changed its state since `before` was read. */
  change(before: RolloutRow | undefined, after: RolloutRow, event: RolloutEvent['event']): boolean;
  /** Time spent at the step, and nothing else; only while it runs. */
  spent(row: RolloutRow): void;
  /** Newest first. */
  events(most: number): readonly RolloutEvent[];
  /** Changes whenever another process has written. */
  version(): unknown;
  close(): void;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS rollouts (
    policy TEXT NOT NULL, name TEXT NOT NULL, identity TEXT NOT NULL, state TEXT NOT NULL, step INTEGER NOT NULL,
    share REAL NOT NULL, elapsed INTEGER NOT NULL, reason TEXT, changed_at INTEGER NOT NULL, PRIMARY KEY (policy, name)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS events (
    at INTEGER NOT NULL, policy TEXT NOT NULL, name TEXT NOT NULL, event TEXT NOT NULL, share REAL NOT NULL, reason TEXT
  ) STRICT;`;
const EVENTS_KEPT = 10_000;

/** Opens or creates the file. @throws StoreFault when it cannot be used */
export function openRolloutStore(path: string): RolloutStore {
  const database = openStore(path, STORES['rollouts.sqlite'], { synchronous: 'NORMAL', schema: SCHEMA });
  const version = database.prepare('PRAGMA data_version');
  const all = database.prepare('SELECT * FROM rollouts ORDER BY policy, name');
  const stateOf = database.prepare('SELECT state, identity FROM rollouts WHERE policy = ? AND name = ?');
  const put = database.prepare(`
    INSERT INTO rollouts (policy, name, identity, state, step, share, elapsed, reason, changed_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (policy, name) DO UPDATE SET identity = excluded.identity, state = excluded.state,
      step = excluded.step, share = excluded.share, elapsed = excluded.elapsed, reason = excluded.reason,
      changed_at = excluded.changed_at`);
  const note = database.prepare(
    'INSERT INTO events (at, policy, name, event, share, reason) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const forget = database.prepare('DELETE FROM events WHERE rowid <= (SELECT max(rowid) FROM events) - ?');
  const setElapsed = database.prepare(
    "UPDATE rollouts SET elapsed = ? WHERE policy = ? AND name = ? AND step = ? AND state = 'running'",
  );
  const latest = database.prepare('SELECT * FROM events ORDER BY rowid DESC LIMIT ?');

  return {
    rows: () => all.all().map(rowOf),
    change(before, after, event) {
      const { policy, name, identity, state, step, share, elapsed, reason, changedAt } = after;
      database.exec('BEGIN IMMEDIATE');
      try {
        const found = stateOf.get(policy, name);
        const same =
          before === undefined ||
          (found?.['state'] === before.state && found['identity'] === before.identity);
        if (same) {
          put.run(policy, name, identity, state, step, share, Math.round(elapsed), reason, changedAt);
          note.run(changedAt, policy, name, event, sharePercent(after), reason);
          forget.run(EVENTS_KEPT);
        }
        database.exec('COMMIT');
        // Writes into the database file itself, so that losing the write-ahead log does not set a rollout back by a
        // step.
        database.exec('PRAGMA wal_checkpoint(PASSIVE)');
        return same;
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },
    spent: ({ elapsed, policy, name, step }) => void setElapsed.run(Math.round(elapsed), policy, name, step),
    events: (most) => latest.all(most).map(eventOf),
    version: () => version.get()?.['data_version'],
    close: () => database.close(),
  };
}

/** Percent of the key space on the new side at present. */
export function sharePercent({ state, share }: Pick<RolloutRow, 'state' | 'share'>): number {
  return state === 'aborted' ? 0 : share;
}

type Row = Readonly<Record<string, unknown>>;

function rowOf(row: Row): RolloutRow {
  return {
    policy: String(row['policy']),
    name: String(row['name']),
    identity: String(row['identity']),
    state: ROLLOUT_STATES.find((state) => state === row['state']) ?? 'paused',
    step: Number(row['step']),
    share: Number(row['share']),
    elapsed: Number(row['elapsed']),
    reason: row['reason'] === null ? null : String(row['reason']),
    changedAt: Number(row['changed_at']),
  };
}

function eventOf(row: Row): RolloutEvent {
  return {
    at: Number(row['at']),
    policy: String(row['policy']),
    name: String(row['name']),
    event: String(row['event']) as RolloutEvent['event'],
    share: Number(row['share']),
    reason: row['reason'] === null ? null : String(row['reason']),
  };
}
