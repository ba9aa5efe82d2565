/**
 * The protocol by which budgets and limits reserve for an attempt: reserve in every bucket or none, settle with the
 * actual amounts, refund what was not sent. A request counts once in a bucket of requests, however many attempts it
 * takes. Knows buckets and the ledger; the gates decide what a refusal means and word it.
 */
import type { Model } from '../../language/semantics/model.ts';
import type { AttemptRecord } from '../dispatch/outcome.ts';
import { type Bucket, type Charge, type Ledger, type Levels, NO_LIMIT } from './ledger.ts';
import { createRequestCount } from './request-count.ts';
import { settledAmounts } from './settled-amounts.ts';
import type { StoreWait } from './store-wait.ts';

export interface ReserveParts {
  readonly ledger: Ledger;
  readonly wait: StoreWait;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly onTrouble: (message: string) => void;
  /** Makes a reservation's id unique. */
  readonly nextNumber: () => number;
}

export interface Held {
  /**
   * Only the first call counts. Never rejects; resolves with the levels after it, undefined where the store did not
   * accept it.
   */
  settle(record: AttemptRecord, model: Model): Promise<Levels | undefined>;
}

export type Reserved =
  | {
      readonly kind: 'held';
      readonly held: Held;
      readonly charges: readonly Charge[];
      readonly levels: Levels;
    }
  /** The first bucket without room; nothing is reserved. */
  | {
      readonly kind: 'full';
      readonly bucket: Bucket;
      readonly used: bigint;
      readonly wanted: bigint;
      readonly levels: Levels;
    }
  /** The store does not answer: the gate decides whether the attempt may be sent anyway. */
  | { readonly kind: 'away'; readonly allow: () => Held; readonly refuse: () => void };

/** Reserves for the attempts of one request. */
export interface RequestReserver {
  /** `amountOf` gives dollars and tokens; a request counts as one. */
  reserve(buckets: readonly Bucket[], amountOf: (bucket: Bucket) => bigint): Promise<Reserved>;
}

export function createRequestReserver(request: string, parts: ReserveParts): RequestReserver {
  const { ledger, wait, now, onTrouble, nextNumber } = parts;
  const count = createRequestCount();

  /** The store was down when the attempt was allowed: its actual cost is charged now. */
  async function chargeAfterwards(
    id: string,
    charges: readonly Charge[],
    amounts: ReadonlyMap<string, bigint>,
  ): Promise<Levels> {
    const spent = charges.map(({ bucket }) => ({
      bucket: { ...bucket, limit: NO_LIMIT },
      amount: amounts.get(bucket.key) ?? 0n,
    }));
    await ledger.reserve(`${id}/afterwards`, spent, now());
    return ledger.settle(`${id}/afterwards`, amounts, now());
  }

  return {
    async reserve(buckets, amountOf) {
      const counted = buckets.filter(({ unit }) => unit === 'requests').map(({ key }) => key);
      const charges = buckets.map((bucket): Charge => {
        if (bucket.unit !== 'requests') return { bucket, amount: amountOf(bucket) };
        return { bucket, amount: count.has(bucket.key) ? 0n : 1n };
      });
      const amountIn = new Map(charges.map(({ bucket, amount }) => [bucket.key, amount]));
      const giveBack = (): void => count.giveBack(counted, (key) => amountIn.get(key) === 1n);
      // Counted before the store answers: a hedge that starts meanwhile must not count the request again.
      count.take(counted);
      const id = `${request}/${nextNumber()}`;
      const reserving = ledger.reserve(id, charges, now());
      const answer = await wait.answer(reserving);

      let settled = false;
      const held: Held = {
        async settle(record, model) {
          if (settled) return undefined;
          settled = true;
          if (!record.maybeSent) giveBack();
          const amounts = settledAmounts(charges, record, model, (key) => count.has(key));
          try {
            const outcome = await reserving.catch(() => undefined);
            if (outcome?.ok !== true) return await chargeAfterwards(id, charges, amounts);
            if (record.maybeSent || [...amounts.values()].some((amount) => amount > 0n)) {
              return await ledger.settle(id, amounts, now());
            }
            return await ledger.refund(id, now());
          } catch (error) {
            onTrouble(`${id} is not settled: ${error instanceof Error ? error.message : String(error)}`);
            return undefined;
          }
        },
      };

      if (answer.kind === 'answer') {
        if (answer.value.ok) return { kind: 'held', held, charges, levels: answer.value.levels };
        giveBack();
        const { bucket, used, levels } = answer.value;
        return { kind: 'full', bucket, used, wanted: amountIn.get(bucket.key) ?? 0n, levels };
      }
      return {
        kind: 'away',
        allow: () => held,
        refuse() {
          giveBack();
          // It may still succeed late.
          reserving.then((late) => (late.ok ? ledger.refund(id, now()) : undefined)).catch(() => {});
        },
      };
    },
  };
}
