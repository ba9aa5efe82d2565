/**
 * The ledger kept in memory only: for tests, `llmr explain` and hermetic runs. Same rules as the SQLite one, and the
 * same test suite; forgets everything when the process ends.
 */
import type { Ledger } from './ledger.ts';
import { firstWithoutRoom, sumByBucket } from './ledger-book.ts';

const KEPT_AFTER_RESET = 24 * 3_600_000;

export function createMemoryLedger(): Ledger {
  const spend = new Map<string, { used: bigint; resetsAt: number }>();
  const open = new Map<string, Map<string, bigint>>();
  const closed = new Set<string>();
  let isOpen = true;

  const mustBeOpen = (): void => {
    if (!isOpen) throw new Error('the ledger is closed');
  };
  const usedOf = (key: string): bigint => spend.get(key)?.used ?? 0n;

  function close(id: string, amountOf: (key: string, reserved: bigint) => bigint): void {
    for (const [key, reserved] of open.get(id) ?? []) {
      const row = spend.get(key);
      if (row === undefined) continue;
      const used = row.used + amountOf(key, reserved) - reserved;
      row.used = used < 0n ? 0n : used;
    }
    if (open.delete(id)) closed.add(id);
  }

  return {
    async reserve(id, charges, now) {
      mustBeOpen();
      for (const [key, row] of spend) if (row.resetsAt < now - KEPT_AFTER_RESET) spend.delete(key);
      if (closed.has(id) || open.has(id)) return { ok: true, id };
      const refused = firstWithoutRoom(charges, usedOf);
      if (refused !== undefined) return refused;
      const held = new Map<string, bigint>();
      for (const [key, { amount, resetsAt }] of sumByBucket(charges)) {
        spend.set(key, { used: usedOf(key) + amount, resetsAt });
        held.set(key, amount);
      }
      open.set(id, held);
      return { ok: true, id };
    },
    async settle(id, amounts) {
      mustBeOpen();
      close(id, (key, reserved) => amounts.get(key) ?? reserved);
    },
    async refund(id) {
      mustBeOpen();
      close(id, () => 0n);
    },
    async used(buckets) {
      mustBeOpen();
      return new Map(buckets.map((bucket) => [bucket.key, usedOf(bucket.key)]));
    },
    healthy: () => isOpen,
    async close() {
      isOpen = false;
    },
  };
}
