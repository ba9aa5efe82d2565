/** What a decision's record holds about budgets: share used, dollars reserved, and whether the store was down. */
import type { BudgetDocument } from '../../language/explaining/decision-document.ts';
import type { Charge } from './ledger.ts';
import { dollarsOfMicros } from './money.ts';

export interface BudgetNotes {
  used(budget: string, percent: number | null): void;
  reserved(charges: readonly Charge[]): void;
  note(words: string): void;
  readonly documents: () => readonly BudgetDocument[];
  readonly notes: () => readonly string[];
}

export function createBudgetNotes(): BudgetNotes {
  const byName = new Map<string, { usedPercent: number | null; reserved?: bigint }>();
  const notes = new Set<string>();
  return {
    used(budget, usedPercent) {
      byName.set(budget, { ...byName.get(budget), usedPercent });
    },
    reserved(charges) {
      const once = new Map(charges.map((charge) => [`${charge.bucket.name} ${charge.bucket.unit}`, charge]));
      for (const { bucket, amount } of once.values()) {
        const before = byName.get(bucket.name) ?? { usedPercent: null };
        // Two dollar lines of one budget hold the same dollars twice; they are reported once.
        const reserved = bucket.unit === 'usd' ? { reserved: (before.reserved ?? 0n) + amount } : {};
        byName.set(bucket.name, { ...before, ...reserved });
      }
    },
    note(words) {
      notes.add(words);
    },
    documents: () =>
      [...byName].map(([name, { usedPercent, reserved }]) => ({
        name,
        usedPercent,
        ...(reserved === undefined ? {} : { reservedUsd: dollarsOfMicros(reserved) }),
      })),
    notes: () => [...notes],
  };
}
