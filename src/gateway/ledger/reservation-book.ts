/**
 * The levels of buckets and the reservations that are open, in memory, one synchronous operation at a time: so a limit
 * is exact, whatever the disk does. Must not know: disks, threads, policies.
 */
import type { Bucket, Charge, Levels, Reservation, StoredBucket } from './ledger.ts';

/** How long the id of a closed reservation is kept, so that a repeated reserve charges nothing. Milliseconds. */
const CLOSED_REMEMBERED = 600_000;
const CLOSED_AT_MOST = 200_000;

/** What an operation did: the levels after it, and by how much each bucket changed. */
export interface BookEntry {
  readonly levels: Levels;
  readonly changes: ReadonlyMap<string, bigint>;
}

export interface StoredLevel {
  used: bigint;
  readonly resetsAt: number;
  readonly assumed: bigint;
}

export interface ReservationBook {
  /** By bucket key. */
  readonly spend: ReadonlyMap<string, Readonly<StoredLevel>>;
  /** Reservations that are neither settled nor refunded. */
  openCount(): number;
  /** The buckets of open reservations. */
  heldKeys(): ReadonlySet<string>;
  /** Buckets that are known already keep their level. */
  load(rows: readonly StoredBucket[]): void;
  drop(key: string): void;
  levels(keys: Iterable<string>): Levels;
  /** `changes`: undefined where nothing was reserved, or the id had been before. */
  reserve(id: string, charges: readonly Charge[]): Reservation & { readonly changes?: BookEntry['changes'] };
  /** Undefined where nothing is reserved under this id. */
  close(id: string, amounts: ReadonlyMap<string, bigint> | 'nothing'): BookEntry | undefined;
  /** As if the reservation had never been made. */
  undo(id: string): void;
}

/** `elapsed` is a monotonic clock, in milliseconds. */
export function createReservationBook(elapsed: () => number): ReservationBook {
  const spend = new Map<string, StoredLevel>();
  const open = new Map<string, ReadonlyMap<string, bigint>>();
  /** When each recently closed reservation was closed; Map order is closing order. */
  const closed = new Map<string, number>();

  const usedOf = (key: string): bigint => spend.get(key)?.used ?? 0n;
  const levels = (keys: Iterable<string>): Levels => new Map([...keys].map((key) => [key, usedOf(key)]));

  function change(key: string, by: bigint): void {
    const level = spend.get(key);
    if (level === undefined) return;
    const used = level.used + by;
    level.used = used < 0n ? 0n : used;
  }

  function forgetClosed(): void {
    for (const [id, at] of closed) {
      if (closed.size <= CLOSED_AT_MOST && elapsed() - at < CLOSED_REMEMBERED) break;
      closed.delete(id);
    }
  }

  return {
    spend,
    openCount: () => open.size,
    heldKeys: () => new Set([...open.values()].flatMap((held) => [...held.keys()])),
    load(rows) {
      for (const { key, used, resetsAt, assumed } of rows)
        if (!spend.has(key)) spend.set(key, { used, resetsAt, assumed });
    },
    drop: (key) => void spend.delete(key),
    levels,
    reserve(id, charges) {
      const sums = sumByBucket(charges);
      if (closed.has(id) || open.has(id)) return { ok: true, id, levels: levels(sums.keys()) };
      const refused = firstWithoutRoom(charges, sums, usedOf);
      if (refused !== undefined) return { ...refused, levels: levels(sums.keys()) };
      const changes = new Map<string, bigint>();
      for (const [key, { amount, resetsAt }] of sums) {
        if (!spend.has(key)) spend.set(key, { used: 0n, resetsAt, assumed: 0n });
        change(key, amount);
        changes.set(key, amount);
      }
      open.set(id, changes);
      return { ok: true, id, levels: levels(sums.keys()), changes };
    },
    close(id, amounts) {
      const held = open.get(id);
      if (held === undefined) return undefined;
      const changes = new Map<string, bigint>();
      for (const [key, reserved] of held) {
        const by = (amounts === 'nothing' ? 0n : (amounts.get(key) ?? reserved)) - reserved;
        if (by !== 0n) changes.set(key, by);
        change(key, by);
      }
      open.delete(id);
      closed.set(id, elapsed());
      forgetClosed();
      return { levels: levels(held.keys()), changes };
    },
    undo(id) {
      for (const [key, reserved] of open.get(id) ?? []) change(key, -reserved);
      open.delete(id);
    },
  };
}

/** Charges of one bucket are one charge; without this a bucket named twice would be checked against its limit singly. */
function sumByBucket(
  charges: readonly Charge[],
): ReadonlyMap<string, { readonly amount: bigint; readonly resetsAt: number }> {
  const sums = new Map<string, { amount: bigint; resetsAt: number }>();
  for (const { bucket, amount } of charges) {
    const before = sums.get(bucket.key)?.amount ?? 0n;
    sums.set(bucket.key, { amount: before + amount, resetsAt: bucket.resetsAt });
  }
  return sums;
}

/** A charge of nothing always fits: a free model stays usable when the money is spent. */
function firstWithoutRoom(
  charges: readonly Charge[],
  sums: ReturnType<typeof sumByBucket>,
  usedOf: (key: string) => bigint,
): { readonly ok: false; readonly bucket: Bucket; readonly used: bigint } | undefined {
  for (const { bucket } of charges) {
    const amount = sums.get(bucket.key)?.amount ?? 0n;
    const used = usedOf(bucket.key);
    if (amount > 0n && used + amount > bucket.limit) return { ok: false, bucket, used };
  }
  return undefined;
}
