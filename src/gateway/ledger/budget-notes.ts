/** What a decision's record holds about budgets: share used, dollars reserved, and whether the store was down. */
import type { BudgetDocument } from '../../language/explaining/decision-document.ts';
import type { Charge } from './ledger.ts';
import { dollarsOfMicros } from './money.ts';

export class BudgetNotes {
  readonly #byName = new Map<string, { usedPercent: number | null; reserved: bigint | undefined }>();
  #notes: string[] = [];

  used(budget: string, usedPercent: number | null): void {
    this.#of(budget).usedPercent = usedPercent;
  }

  /** Two dollar lines of one budget hold the same dollars twice; they are reported once: the last one's. */
  reserved(charges: readonly Charge[]): void {
    charges.forEach(({ bucket, amount }, at) => {
      const isSame = ({ bucket: later }: Charge): boolean =>
        later.name === bucket.name && later.unit === bucket.unit;
      const entry = this.#of(bucket.name);
      if (bucket.unit !== 'usd' || charges.slice(at + 1).some(isSame)) return;
      entry.reserved = (entry.reserved ?? 0n) + amount;
    });
  }

  note(words: string): void {
    if (!this.#notes.includes(words)) this.#notes = [...this.#notes, words];
  }

  documents(): readonly BudgetDocument[] {
    return Array.from(this.#byName, ([name, { usedPercent, reserved }]) =>
      reserved === undefined
        ? { name, usedPercent }
        : { name, usedPercent, reservedUsd: dollarsOfMicros(reserved) },
    );
  }

  notes(): readonly string[] {
    return this.#notes;
  }

  #of(budget: string): { usedPercent: number | null; reserved: bigint | undefined } {
    let entry = this.#byName.get(budget);
    if (entry === undefined) {
      entry = { usedPercent: null, reserved: undefined };
      this.#byName.set(budget, entry);
    }
    return entry;
  }
}
