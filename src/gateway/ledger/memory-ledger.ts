/**
 * The ledger kept in memory only: for tests, `llmr explain` and hermetic runs. Same rules as the SQLite one, and the
 * same test suite; forgets everything when the process ends.
 */
import { createForgetting } from './forget-windows.ts';
import type { Ledger, Levels } from './ledger.ts';
import { firstWithoutRoom, sumByBucket } from './ledger-book.ts';

/** `elapsed` is a monotonic clock, in milliseconds. */
export function createMemoryLedger(elapsed: () => number = () => performance.now()): Ledger {
  const spend = new Map<string, { used: bigint; resetsAt: number }>();
  const open = new Map<string, Map<string, bigint>>();
  const closed = new Set<string>();
  const forgetting = createForgetting(elapsed);
  let isOpen = true;
  let done = 0;

  const mustBeOpen = (): void => {
    if (!isOpen) throw new Error('the ledger is closed');
    done += 1;
  };
  const usedOf = (key: string): bigint => spend.get(key)?.used ?? 0n;

  const levelsOf = (keys: Iterable<string>): Levels => new Map([...keys].map((key) => [key, usedOf(key)]));

  function close(id: string, amountOf: (key: string, reserved: bigint) => bigint): Levels {
    const keys = [...(open.get(id)?.keys() ?? [])];
    for (const [key, reserved] of open.get(id) ?? []) {
      const row = spend.get(key);
      if (row === undefined) continue;
      const used = row.used + amountOf(key, reserved) - reserved;
      row.used = used < 0n ? 0n : used;
    }
    if (open.delete(id)) closed.add(id);
    return levelsOf(keys);
  }

  return {
    async reserve(id, charges, now) {
      mustBeOpen();
      const horizon = forgetting.horizon(now);
      if (horizon !== undefined) {
        for (const [key, row] of spend) if (row.resetsAt < horizon) spend.delete(key);
      }
      const sums = sumByBucket(charges);
      if (closed.has(id) || open.has(id)) return { ok: true, id, levels: levelsOf(sums.keys()) };
      const refused = firstWithoutRoom(charges, usedOf);
      if (refused !== undefined) return { ...refused, levels: levelsOf(sums.keys()) };
      const held = new Map<string, bigint>();
      for (const [key, { amount, resetsAt }] of sums) {
        spend.set(key, { used: usedOf(key) + amount, resetsAt });
        held.set(key, amount);
      }
      open.set(id, held);
      return { ok: true, id, levels: levelsOf(sums.keys()) };
    },
    async settle(id, amounts) {
      mustBeOpen();
      return close(id, (key, reserved) => amounts.get(key) ?? reserved);
    },
    async refund(id) {
      mustBeOpen();
      return close(id, () => 0n);
    },
    async used(buckets) {
      mustBeOpen();
      return levelsOf(buckets.map((bucket) => bucket.key));
    },
    async running(now) {
      mustBeOpen();
      return [...spend].flatMap(([key, row]) => (row.resetsAt > now ? [{ key, ...row }] : []));
    },
    progress: () => done,
    healthy: () => isOpen,
    async close() {
      isOpen = false;
    },
  };
}
