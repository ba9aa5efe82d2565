/**
 * The budgets of one request: the values that conditions read, and whether an attempt may be sent. Estimate, reserve,
 * then settle with the actual cost, or refund where nothing was sent. Knows policies and the ledger; no HTTP.
 *
 * Dollars and tokens are reserved by each attempt. A request counts once in a bucket of requests, however many
 * retries, fallbacks and hedges it takes, unless certainly none of its attempts was sent.
 */
import type { Needs } from '../../language/planning/plan.ts';
import { reserveFor } from '../../language/planning/reserve.ts';
import type { Model, Policy } from '../../language/semantics/model.ts';
import { ADMITTED, type Admission, type AttemptRecord } from '../dispatch/outcome.ts';
import {
  type BudgetBucket,
  bucketsInSight,
  bucketsOfCall,
  isSharedBucket,
  type Spender,
} from './budget-buckets.ts';
import { BudgetNotes } from './budget-notes.ts';
import type { BudgetShares } from './budget-shares.ts';
import { type BudgetUse, budgetUse } from './budget-use.ts';
import { spentWords, storeDownWords, unpricedWords } from './budget-words.ts';
import type { Awaitable, Bucket, Levels } from './ledger.ts';
import { type Held, RequestReserver, type Reserved, type ReserveParts } from './reserve-buckets.ts';

export interface BudgetedRequest {
  readonly id: string;
  readonly spender: Spender;
  /**
   * Only counters that all callers share (`per all`, `model`, `route`, `label`), because the caller does not pay for
   * a copy.
   */
  readonly onlyShared?: boolean;
}

/** One call to be made. `route` and `label` are those of the current decision, which a second decision may change. */
export interface BudgetedCall {
  readonly model: Model;
  readonly route: string;
  readonly label?: string | undefined;
  /** After transforms. */
  readonly needs: Needs;
}

export interface RequestBudget extends Pick<BudgetNotes, 'documents' | 'notes'> {
  /** The values of `budget NAME used` and `left`; null: not known. Read once per request, so that both agree. */
  use(name: string): Awaitable<BudgetUse | null>;
  /** Before each attempt; see `Hooks.admit`. Its `settle` never rejects. */
  admit(call: BudgetedCall): Awaitable<Admission>;
}

export interface BudgetSurroundings extends ReserveParts {
  readonly shares: BudgetShares;
}

/** Of a policy without budgets. */
export const NO_BUDGETS: RequestBudget = {
  use: () => null,
  admit: () => ADMITTED,
  documents: () => [],
  notes: () => [],
};

/** Answers at once where the ledger does. */
export class OpenRequestBudget implements RequestBudget {
  readonly #policy: Policy;
  readonly #request: BudgetedRequest;
  readonly #surroundings: BudgetSurroundings;
  readonly #reserver: RequestReserver;
  readonly #told = new BudgetNotes();
  /** By the budget's name. */
  readonly #uses = new Map<string, Awaitable<BudgetUse | null>>();

  constructor(policy: Policy, request: BudgetedRequest, surroundings: BudgetSurroundings) {
    this.#policy = policy;
    this.#request = request;
    this.#surroundings = surroundings;
    this.#reserver = new RequestReserver(request.id, surroundings);
  }

  use(name: string): Awaitable<BudgetUse | null> {
    const known = this.#uses.get(name);
    if (known !== undefined) return known;
    const reading = this.#read(name);
    this.#uses.set(name, reading);
    return reading;
  }

  #read(name: string): Awaitable<BudgetUse | null> {
    const budget = this.#policy.budgets.get(name);
    if (budget === undefined) return null;
    const { ledger, wait, now } = this.#surroundings;
    const at = now();
    const buckets = bucketsInSight(budget, this.#policy, this.#request.spender, at);
    const levels = ledger.used(bareBuckets(buckets), at);
    if (!(levels instanceof Promise)) return this.#noteUse(name, budgetUse(buckets, levels));
    return wait
      .answer(levels)
      .then((answer) =>
        this.#noteUse(name, answer.kind === 'answer' ? budgetUse(buckets, answer.value) : null),
      );
  }

  #noteUse(name: string, use: BudgetUse | null): BudgetUse | null {
    this.#told.used(name, use?.usedPercent ?? null);
    if (use === null) this.#told.note(storeDownWords(name, this.#surroundings.wait.milliseconds));
    return use;
  }

  admit(call: BudgetedCall): Awaitable<Admission> {
    const { model, route, label } = call;
    const { spender, onlyShared } = this.#request;
    const spending = { model: model.name, route, label };
    const now = this.#surroundings.now();
    const drawnOn = bucketsOfCall(this.#policy.budgets.values(), spender, spending, now);
    const buckets = onlyShared === true ? drawnOn.filter(isSharedBucket) : drawnOn;
    if (buckets.length === 0) return ADMITTED;

    const reserve = reserveFor(model, call.needs);
    const unpriced = buckets.find(({ bucket }) => bucket.unit === 'usd' && reserve.cost === undefined);
    if (unpriced !== undefined) return refusal('unpriced', unpriced, unpricedWords(unpriced, model.name));

    const reserved = this.#reserver.reserve(bareBuckets(buckets), ({ unit }) =>
      unit === 'tokens' ? reserve.tokens : (reserve.cost ?? 0n),
    );
    return reserved instanceof Promise
      ? reserved.then((late) => this.#answer(late, buckets, call))
      : this.#answer(reserved, buckets, call);
  }

  #answer(reserved: Reserved, buckets: readonly BudgetBucket[], { model, needs }: BudgetedCall): Admission {
    const told = this.#told;
    switch (reserved.kind) {
      case 'held':
        told.reserved(reserved.charges);
        this.#tellUse(buckets, reserved.levels);
        return this.#admitted(reserved.held, buckets, model);
      case 'full': {
        const { bucket, used, wanted } = reserved;
        const one = buckets.find((other) => other.bucket.key === bucket.key);
        this.#tellUse(buckets, reserved.levels);
        if (one === undefined) return { ok: false, by: 'budget', name: bucket.name, message: bucket.name };
        return refusal('budget', one, spentWords(one, used, wanted, needs.outputTokens === undefined));
      }
      case 'away': {
        for (const { budget } of buckets) told.used(budget.name, null);
        const refusing = buckets.find(({ budget }) => budget.whenUnknown === 'refuse');
        const deciding = (refusing ?? buckets[0])?.budget;
        const { wait } = this.#surroundings;
        const words = storeDownWords(deciding?.name ?? '', wait.milliseconds, deciding?.whenUnknown);
        told.note(words);
        if (refusing === undefined) return this.#admitted(reserved.allow(), buckets, model);
        reserved.refuse();
        return refusal('store', refusing, words);
      }
    }
  }

  #admitted(held: Held, buckets: readonly BudgetBucket[], model: Model): Admission {
    return {
      ok: true,
      settle: (record: AttemptRecord) => {
        const levels = held.settle(record, model);
        if (levels instanceof Promise) return levels.then((late) => this.#settled(late, buckets));
        return this.#settled(levels, buckets);
      },
    };
  }

  #settled(levels: Levels | undefined, buckets: readonly BudgetBucket[]): void {
    if (levels === undefined) return;
    const { shares, now } = this.#surroundings;
    const at = now();
    for (const one of buckets) shares.note(one, levels.get(one.bucket.key) ?? 0n, at);
    this.#tellUse(buckets, levels);
  }

  #tellUse(buckets: readonly BudgetBucket[], levels: Levels): void {
    let from = 0;
    // The buckets of a budget follow each other.
    for (let at = 1; at <= buckets.length; at++) {
      const name = buckets[from]?.budget.name;
      if (name === undefined || buckets[at]?.budget.name === name) continue;
      const own = from === 0 && at === buckets.length ? buckets : buckets.slice(from, at);
      this.#told.used(name, budgetUse(own, levels).usedPercent);
      from = at;
    }
  }

  documents(): ReturnType<BudgetNotes['documents']> {
    return this.#told.documents();
  }

  notes(): ReturnType<BudgetNotes['notes']> {
    return this.#told.notes();
  }
}

function bareBuckets(buckets: readonly BudgetBucket[]): Bucket[] {
  return buckets.map((one) => one.bucket);
}

function refusal(by: 'budget' | 'unpriced' | 'store', one: BudgetBucket, message: string): Admission {
  return { ok: false, by, name: one.budget.name, message };
}
