/**
 * The protocol by which budgets and limits reserve for an attempt: reserve in every bucket or none, settle with the
 * actual amounts, refund what was not sent. A request counts once in a bucket of requests, however many attempts it
 * takes. Knows buckets and the ledger; the gates decide what a refusal means and word it.
 */
import type { Model } from '../../language/semantics/model.ts';
import type { AttemptRecord } from '../dispatch/outcome.ts';
import {
  type Awaitable,
  type Bucket,
  type Charge,
  type Ledger,
  type Levels,
  NO_LIMIT,
  type Reservation,
} from './ledger.ts';
import { createRequestCount, type RequestCount } from './request-count.ts';
import { settledAmounts } from './settled-amounts.ts';
import type { StoreAnswer, StoreWait } from './store-wait.ts';

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
   * Only the first call counts. Never rejects; answers with the levels after it, undefined where the store did not
   * accept it.
   */
  settle(record: AttemptRecord, model: Model): Awaitable<Levels | undefined>;
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
export class RequestReserver {
  readonly #request: string;
  readonly #parts: ReserveParts;
  readonly #count = createRequestCount();

  constructor(request: string, parts: ReserveParts) {
    this.#request = request;
    this.#parts = parts;
  }

  /** `amountOf` gives dollars and tokens; a request counts as one. At once where the ledger answers at once. */
  reserve(buckets: readonly Bucket[], amountOf: (bucket: Bucket) => bigint): Awaitable<Reserved> {
    const count = this.#count;
    const charges = buckets.map((bucket): Charge => {
      if (bucket.unit !== 'requests') return { bucket, amount: amountOf(bucket) };
      return { bucket, amount: count.has(bucket.key) ? 0n : 1n };
    });
    const id = `${this.#request}/${this.#parts.nextNumber()}`;
    const attempt = new ReservedAttempt(id, charges, count, this.#parts);
    const answer = attempt.reserve();
    if (!(answer instanceof Promise)) return attempt.outcome({ kind: 'answer', value: answer });
    return this.#parts.wait.answer(answer).then((late) => attempt.outcome(late));
  }
}

class ReservedAttempt implements Held {
  readonly #id: string;
  readonly #charges: readonly Charge[];
  readonly #count: RequestCount;
  readonly #parts: ReserveParts;
  #reserving: Awaitable<Reservation> | undefined;
  #settled = false;

  constructor(id: string, charges: readonly Charge[], count: RequestCount, parts: ReserveParts) {
    this.#id = id;
    this.#charges = charges;
    this.#count = count;
    this.#parts = parts;
  }

  reserve(): Awaitable<Reservation> {
    // Counted before the store answers: a hedge that starts meanwhile must not count the request again.
    for (const { bucket } of this.#charges) if (bucket.unit === 'requests') this.#count.take(bucket.key);
    const { ledger, now } = this.#parts;
    this.#reserving = ledger.reserve(this.#id, this.#charges, now());
    return this.#reserving;
  }

  outcome(answer: StoreAnswer<Reservation>): Reserved {
    if (answer.kind === 'none') return { kind: 'away', allow: () => this, refuse: () => this.#refundLate() };
    const reservation = answer.value;
    if (reservation.ok)
      return { kind: 'held', held: this, charges: this.#charges, levels: reservation.levels };
    this.#giveBack();
    const { bucket, used, levels } = reservation;
    const wanted = this.#charges.find((charge) => charge.bucket.key === bucket.key)?.amount ?? 0n;
    return { kind: 'full', bucket, used, wanted, levels };
  }

  settle(record: AttemptRecord, model: Model): Awaitable<Levels | undefined> {
    if (this.#settled) return undefined;
    this.#settled = true;
    if (!record.maybeSent) this.#giveBack();
    const amounts = settledAmounts(this.#charges, record, model, this.#count);
    const reserved = this.#reserving;
    if (reserved === undefined || reserved instanceof Promise || !reserved.ok)
      return this.#settleLate(reserved, amounts, record.maybeSent);
    const levels = this.#close(amounts, record.maybeSent);
    return levels instanceof Promise ? levels.catch((error: unknown) => this.#unsettled(error)) : levels;
  }

  #close(amounts: ReadonlyMap<string, bigint>, maybeSent: boolean): Awaitable<Levels> {
    const { ledger, now } = this.#parts;
    return maybeSent || isAnyAbove0(amounts)
      ? ledger.settle(this.#id, amounts, now())
      : ledger.refund(this.#id, now());
  }

  async #settleLate(
    reserving: Awaitable<Reservation> | undefined,
    amounts: ReadonlyMap<string, bigint>,
    maybeSent: boolean,
  ): Promise<Levels | undefined> {
    try {
      const outcome = await Promise.resolve(reserving).catch(() => undefined);
      return await (outcome?.ok === true ? this.#close(amounts, maybeSent) : this.#chargeAfterwards(amounts));
    } catch (error) {
      return this.#unsettled(error);
    }
  }

  /** The store was down when the attempt was allowed: its actual cost is charged now. */
  async #chargeAfterwards(amounts: ReadonlyMap<string, bigint>): Promise<Levels> {
    const { ledger, now } = this.#parts;
    const spent = this.#charges.map(({ bucket }) => ({
      bucket: { ...bucket, limit: NO_LIMIT },
      amount: amounts.get(bucket.key) ?? 0n,
    }));
    await ledger.reserve(`${this.#id}/afterwards`, spent, now());
    return ledger.settle(`${this.#id}/afterwards`, amounts, now());
  }

  #unsettled(error: unknown): undefined {
    const words = error instanceof Error ? error.message : String(error);
    this.#parts.onTrouble(`${this.#id} is not settled: ${words}`);
  }

  #giveBack(): void {
    for (const { bucket, amount } of this.#charges)
      if (bucket.unit === 'requests') this.#count.giveBack(bucket.key, amount === 1n);
  }

  #refundLate(): void {
    this.#giveBack();
    const { ledger, now } = this.#parts;
    // It may still succeed late.
    Promise.resolve(this.#reserving)
      .then((late) => (late?.ok === true ? ledger.refund(this.#id, now()) : undefined))
      .catch(() => {});
  }
}

function isAnyAbove0(amounts: ReadonlyMap<string, bigint>): boolean {
  for (const amount of amounts.values()) if (amount > 0n) return true;
  return false;
}
