/**
 * The budgets of one request: what its conditions may know of them, and whether an attempt may be sent. Estimate,
 * reserve, then settle with what it came to, or refund where nothing was sent. Knows policies and the ledger; no HTTP.
 *
 * Dollars and tokens are reserved by each attempt. A request counts once in a bucket of requests, however many retries,
 * fallbacks and hedges it takes, unless all of its attempts were provably never sent.
 */
import type { Needs } from '../../language/graph/plan.ts';
import type { Model, Policy } from '../../language/semantics/model.ts';
import type { Admission, AttemptRecord } from '../dispatch/outcome.ts';
import { boundedWait } from './bounded-wait.ts';
import { type BudgetBucket, bucketsInSight, bucketsOfCall, type Spender } from './budget-buckets.ts';
import { type BudgetNotes, createBudgetNotes } from './budget-notes.ts';
import type { BudgetShares } from './budget-shares.ts';
import { type BudgetUse, budgetUse, percentOf } from './budget-use.ts';
import { spentWords, storeDownWords, unpricedWords } from './budget-words.ts';
import { estimateCall } from './estimate.ts';
import { type Charge, type Ledger, NO_LIMIT } from './ledger.ts';
import { createRequestCount } from './request-count.ts';
import { settledAmounts } from './settled-amounts.ts';

export interface BudgetedRequest {
  readonly id: string;
  readonly spender: Spender;
  /** How many images it carries, for models that charge for each. */
  readonly images?: number;
}

/** One call to be made. `route` and `label` are those of the decision in force, which a second decision may change. */
export interface BudgetedCall {
  readonly model: Model;
  readonly route: string;
  readonly label?: string | undefined;
  readonly needs: Needs;
}

export interface RequestBudget extends Pick<BudgetNotes, 'documents' | 'notes'> {
  /** What `budget NAME used` and `left` are; null: not known. Read once a request, so that both agree. */
  use(name: string): Promise<BudgetUse | null>;
  /** Before each attempt; see `Hooks.admit`. Its `settle` never rejects. */
  admit(call: BudgetedCall): Promise<Admission>;
}

export interface BudgetSurroundings {
  readonly ledger: Ledger;
  readonly now: () => number;
  readonly storeWait: number;
  readonly onTrouble: (message: string) => void;
  readonly shares: BudgetShares;
  /** Makes reservation ids unique even where a request is decided twice. */
  readonly nextNumber: () => number;
}

export function openRequestBudget(
  policy: Policy,
  request: BudgetedRequest,
  { ledger, now, storeWait, onTrouble, shares, nextNumber }: BudgetSurroundings,
): RequestBudget {
  const { id, spender, images = 0 } = request;
  const uses = new Map<string, Promise<BudgetUse | null>>();
  const told = createBudgetNotes();
  const count = createRequestCount();

  async function readUse(name: string): Promise<BudgetUse | null> {
    const budget = policy.budgets.get(name);
    if (budget === undefined) return null;
    const at = now();
    const buckets = bucketsInSight(budget, policy, spender, at);
    const reading = ledger.used(bareBuckets(buckets), at);
    const answer = await boundedWait(reading, storeWait);
    const use = answer.kind === 'answer' ? budgetUse(buckets, answer.value) : null;
    told.used(name, use?.usedPercent ?? null);
    if (use === null) told.note(storeDownWords(name, storeWait));
    return use;
  }

  async function admit(call: BudgetedCall): Promise<Admission> {
    const at = now();
    const { model, route, label } = call;
    const buckets = bucketsOfCall(policy.budgets.values(), spender, { model: model.name, route, label }, at);
    if (buckets.length === 0) return { ok: true, settle: async () => {} };

    const estimate = estimateCall(model, call.needs, images);
    const unpriced = buckets.find(({ bucket }) => bucket.unit === 'usd' && estimate.cost === undefined);
    if (unpriced !== undefined) return refusal('unpriced', unpriced, unpricedWords(unpriced, model.name));

    const charges = buckets
      .filter(({ bucket }) => bucket.unit !== 'requests' || !count.has(bucket.key))
      .map(({ bucket }): Charge => {
        if (bucket.unit === 'requests') return { bucket, amount: 1n };
        return { bucket, amount: bucket.unit === 'tokens' ? estimate.tokens : (estimate.cost ?? 0n) };
      });
    const charged = new Map(charges.map(({ bucket, amount }) => [bucket.key, amount]));
    const countsIn = bareBuckets(buckets).flatMap(({ unit, key }) => (unit === 'requests' ? [key] : []));
    const giveBack = (): void => count.giveBack(countsIn, (key) => charged.has(key));
    // Taken before the store answers: a hedge that starts meanwhile must not count the request again.
    count.take(countsIn);

    const reservation = `${id}/${nextNumber()}`;
    const reserving = ledger.reserve(reservation, charges, at);
    // Asked with the reservation and so answered with it: the decision tells how far its budgets are used.
    ledger.used(bareBuckets(buckets), at).then(
      (used) => tellUse(buckets, used),
      () => {},
    );
    const answer = await boundedWait(reserving, storeWait);

    if (answer.kind === 'none') {
      for (const { budget } of buckets) told.used(budget.name, null);
      const refusing = buckets.find(({ budget }) => budget.whenUnknown === 'refuse');
      const deciding = refusing ?? buckets[0];
      const words = storeDownWords(deciding?.budget.name ?? '', storeWait, deciding?.budget.whenUnknown);
      told.note(words);
      if (refusing !== undefined) {
        giveBack();
        reserving.then((late) => (late.ok ? ledger.refund(reservation, now()) : undefined)).catch(() => {});
        return refusal('store', refusing, words);
      }
    } else if (!answer.value.ok) {
      giveBack();
      const { bucket, used } = answer.value;
      const one = buckets.find((other) => other.bucket.key === bucket.key);
      if (one === undefined) return { ok: false, by: 'budget', name: bucket.name, message: bucket.name };
      told.used(bucket.name, percentOf(used, bucket.limit));
      return refusal('budget', one, spentWords(one, used, charged.get(bucket.key) ?? 0n));
    } else {
      told.reserved(charges);
    }

    let settled = false;
    return {
      ok: true,
      async settle(record: AttemptRecord): Promise<void> {
        if (settled) return;
        settled = true;
        if (!record.maybeSent) giveBack();
        const amounts = settledAmounts(charges, record, model, images, (key) => count.has(key));
        try {
          const outcome = await reserving.catch(() => undefined);
          if (outcome?.ok !== true) await chargeAfterwards(reservation, charges, amounts);
          else if (record.maybeSent || [...amounts.values()].some((amount) => amount > 0n)) {
            await ledger.settle(reservation, amounts, now());
          } else await ledger.refund(reservation, now());
          await lookAt(buckets);
        } catch (error) {
          onTrouble(
            `${reservation} is not settled: ${error instanceof Error ? error.message : String(error)}`,
          );
        }
      },
    };
  }

  /** The store was away when the attempt was allowed: what it came to is charged now. */
  async function chargeAfterwards(
    reservation: string,
    charges: readonly Charge[],
    amounts: ReadonlyMap<string, bigint>,
  ): Promise<void> {
    const spent = charges.map(({ bucket }) => ({
      bucket: { ...bucket, limit: NO_LIMIT },
      amount: amounts.get(bucket.key) ?? 0n,
    }));
    await ledger.reserve(`${reservation}/afterwards`, spent, now());
    await ledger.settle(`${reservation}/afterwards`, amounts, now());
  }

  function tellUse(buckets: readonly BudgetBucket[], used: ReadonlyMap<string, bigint>): void {
    const byBudget = Map.groupBy(buckets, ({ budget }) => budget.name);
    for (const [name, own] of byBudget) told.used(name, budgetUse(own, used).usedPercent);
  }

  /** After a settlement: for warnings, metrics and the decision's record. */
  async function lookAt(buckets: readonly BudgetBucket[]): Promise<void> {
    const at = now();
    const used = await ledger.used(bareBuckets(buckets), at);
    for (const one of buckets) {
      shares.note(one, percentOf(used.get(one.bucket.key) ?? 0n, one.bucket.limit), at);
    }
    tellUse(buckets, used);
  }

  return {
    use(name) {
      const reading = uses.get(name) ?? readUse(name);
      uses.set(name, reading);
      return reading;
    },
    admit,
    documents: told.documents,
    notes: told.notes,
  };
}

function bareBuckets(buckets: readonly BudgetBucket[]): Charge['bucket'][] {
  return buckets.map((one) => one.bucket);
}

function refusal(by: 'budget' | 'unpriced' | 'store', one: BudgetBucket, message: string): Admission {
  return { ok: false, by, name: one.budget.name, message };
}
