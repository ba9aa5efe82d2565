/**
 * The levels of buckets and the reservations that are open, in memory, one synchronous operation at a time: so a limit
 * is exact, whatever the disk does. Must not know: disks, threads, policies.
 */
import type { Bucket, Charge, Levels, Reservation, StoredBucket } from './ledger.ts';

/** How long the id of a closed reservation is kept, so that a repeated reserve charges nothing. Milliseconds. */
const CLOSED_REMEMBERED = 600_000;
const CLOSED_AT_MOST = 200_000;

/** By how much each bucket changed, by its key. */
export type Changes = ReadonlyMap<string, bigint>;

export interface BookEntry {
  /** After the operation. */
  readonly levels: Levels;
  readonly changes: Changes;
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
  levels(buckets: readonly Pick<Bucket, 'key'>[]): Levels;
  /** `changes`: undefined where nothing was reserved, or the id had been before. */
  reserve(
    id: string,
    charges: readonly Charge[],
  ): { readonly reservation: Reservation; readonly changes?: Changes };
  /** Undefined where nothing is reserved under this id. */
  close(id: string, amounts: ReadonlyMap<string, bigint> | 'nothing'): BookEntry | undefined;
  /** As if the reservation had never been made. */
  undo(id: string): void;
}

/** `elapsed` is a monotonic clock, in milliseconds. */
export function createReservationBook(elapsed: () => number): ReservationBook {
  const spend = new Map<string, StoredLevel>();
  const open = new Map<string, Changes>();
  /** When each recently closed reservation was closed; Map order is closing order. */
  const closed = new Map<string, number>();

  const usedOf = (key: string): bigint => spend.get(key)?.used ?? 0n;
  const levelsOf = (changes: Changes): Levels => levelsAt(changes.keys(), usedOf);

  function change(key: string, by: bigint): void {
    const level = spend.get(key);
    if (level === undefined) return;
    const used = level.used + by;
    level.used = used < 0n ? 0n : used;
  }

  function begin({ key, resetsAt }: Bucket): void {
    if (!spend.has(key)) spend.set(key, { used: 0n, resetsAt, assumed: 0n });
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
    levels: (buckets) =>
      levelsAt(
        buckets.map(({ key }) => key),
        usedOf,
      ),
    reserve(id, charges) {
      const changes = sumByBucket(charges);
      const isRepeated = closed.has(id) || open.has(id);
      const refused = isRepeated ? undefined : firstWithoutRoom(charges, changes, usedOf);
      if (refused !== undefined) return { reservation: { ok: false, ...refused, levels: levelsOf(changes) } };
      if (isRepeated) return { reservation: { ok: true, id, levels: levelsOf(changes) } };
      for (const { bucket } of charges) begin(bucket);
      for (const [key, amount] of changes) change(key, amount);
      open.set(id, changes);
      return { reservation: { ok: true, id, levels: levelsOf(changes) }, changes };
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
      forgetClosed(closed, elapsed());
      return { levels: levelsOf(held), changes };
    },
    undo(id) {
      for (const [key, reserved] of open.get(id) ?? []) change(key, -reserved);
      open.delete(id);
    },
  };
}

/** `closed`: when each was closed, the earliest first. */
function forgetClosed(closed: Map<string, number>, now: number): void {
  for (const [id, at] of closed) {
    if (closed.size <= CLOSED_AT_MOST && now - at < CLOSED_REMEMBERED) break;
    closed.delete(id);
  }
}

function levelsAt(keys: Iterable<string>, usedOf: (key: string) => bigint): Levels {
  const levels = new Map<string, bigint>();
  for (const key of keys) levels.set(key, usedOf(key));
  return levels;
}

/** Charges of one bucket are one charge; without this a bucket named twice would be checked against its limit singly. */
function sumByBucket(charges: readonly Charge[]): Changes {
  const sums = new Map<string, bigint>();
  for (const { bucket, amount } of charges) sums.set(bucket.key, (sums.get(bucket.key) ?? 0n) + amount);
  return sums;
}

/** A charge of nothing always fits: a free model stays usable when the money is spent. */
function firstWithoutRoom(
  charges: readonly Charge[],
  sums: Changes,
  usedOf: (key: string) => bigint,
): { readonly bucket: Bucket; readonly used: bigint } | undefined {
  for (const { bucket } of charges) {
    const amount = sums.get(bucket.key) ?? 0n;
    const used = usedOf(bucket.key);
    if (amount > 0n && used + amount > bucket.limit) return { bucket, used };
  }
  return undefined;
}
