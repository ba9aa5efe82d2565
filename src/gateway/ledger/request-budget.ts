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
import { ADMITTED, type Admission } from '../dispatch/outcome.ts';
import {
  type BudgetBucket,
  bucketsInSight,
  bucketsOfCall,
  isSharedBucket,
  type Spender,
} from './budget-buckets.ts';
import { type BudgetNotes, createBudgetNotes } from './budget-notes.ts';
import type { BudgetShares } from './budget-shares.ts';
import { type BudgetUse, budgetUse } from './budget-use.ts';
import { spentWords, storeDownWords, unpricedWords } from './budget-words.ts';
import type { Bucket, Levels } from './ledger.ts';
import { createRequestReserver, type Held, type ReserveParts } from './reserve-buckets.ts';

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
  use(name: string): Promise<BudgetUse | null>;
  /** Before each attempt; see `Hooks.admit`. Its `settle` never rejects. */
  admit(call: BudgetedCall): Admission | Promise<Admission>;
}

/** Of a policy that declares none. */
export const NO_BUDGETS: RequestBudget = {
  use: async () => null,
  admit: () => ADMITTED,
  documents: () => [],
  notes: () => [],
};

export interface BudgetSurroundings extends ReserveParts {
  readonly shares: BudgetShares;
}

export function openRequestBudget(
  policy: Policy,
  { id, spender, onlyShared = false }: BudgetedRequest,
  surroundings: BudgetSurroundings,
): RequestBudget {
  const { ledger, wait, now, shares } = surroundings;
  const uses = new Map<string, Promise<BudgetUse | null>>();
  const told = createBudgetNotes();
  const reserver = createRequestReserver(id, surroundings);

  async function readUse(name: string): Promise<BudgetUse | null> {
    const budget = policy.budgets.get(name);
    if (budget === undefined) return null;
    const at = now();
    const buckets = bucketsInSight(budget, policy, spender, at);
    const answer = await wait.answer(ledger.used(bareBuckets(buckets), at));
    const use = answer.kind === 'answer' ? budgetUse(buckets, answer.value) : null;
    told.used(name, use?.usedPercent ?? null);
    if (use === null) told.note(storeDownWords(name, wait.milliseconds));
    return use;
  }

  async function admit(call: BudgetedCall): Promise<Admission> {
    const { model, route, label } = call;
    const drawnOn = bucketsOfCall(
      policy.budgets.values(),
      spender,
      { model: model.name, route, label },
      now(),
    );
    const buckets = onlyShared ? drawnOn.filter(isSharedBucket) : drawnOn;
    if (buckets.length === 0) return ADMITTED;

    const reserve = reserveFor(model, call.needs);
    const unpriced = buckets.find(({ bucket }) => bucket.unit === 'usd' && reserve.cost === undefined);
    if (unpriced !== undefined) return refusal('unpriced', unpriced, unpricedWords(unpriced, model.name));

    const reserved = await reserver.reserve(bareBuckets(buckets), ({ unit }) =>
      unit === 'tokens' ? reserve.tokens : (reserve.cost ?? 0n),
    );
    switch (reserved.kind) {
      case 'held':
        told.reserved(reserved.charges);
        tellUse(buckets, reserved.levels);
        return admitted(reserved.held, buckets, model);
      case 'full': {
        const { bucket, used, wanted } = reserved;
        const one = buckets.find((other) => other.bucket.key === bucket.key);
        tellUse(buckets, reserved.levels);
        if (one === undefined) return { ok: false, by: 'budget', name: bucket.name, message: bucket.name };
        return refusal('budget', one, spentWords(one, used, wanted, call.needs.outputTokens === undefined));
      }
      case 'away': {
        for (const { budget } of buckets) told.used(budget.name, null);
        const refusing = buckets.find(({ budget }) => budget.whenUnknown === 'refuse');
        const deciding = (refusing ?? buckets[0])?.budget;
        const words = storeDownWords(deciding?.name ?? '', wait.milliseconds, deciding?.whenUnknown);
        told.note(words);
        if (refusing === undefined) return admitted(reserved.allow(), buckets, model);
        reserved.refuse();
        return refusal('store', refusing, words);
      }
    }
  }

  function admitted(held: Held, buckets: readonly BudgetBucket[], model: Model): Admission {
    return {
      ok: true,
      async settle(record) {
        const levels = await held.settle(record, model);
        if (levels === undefined) return;
        const at = now();
        for (const one of buckets) shares.note(one, levels.get(one.bucket.key) ?? 0n, at);
        tellUse(buckets, levels);
      },
    };
  }

  function tellUse(buckets: readonly BudgetBucket[], levels: Levels): void {
    const byBudget = Map.groupBy(buckets, ({ budget }) => budget.name);
    for (const [name, own] of byBudget) told.used(name, budgetUse(own, levels).usedPercent);
  }

  return {
    use(name) {
      const reading = uses.get(name) ?? readUse(name);
      uses.set(name, reading);
      return reading;
    },
    admit: (call) => (policy.budgets.size === 0 ? ADMITTED : admit(call)),
    documents: told.documents,
    notes: told.notes,
  };
}

function bareBuckets(buckets: readonly BudgetBucket[]): Bucket[] {
  return buckets.map((one) => one.bucket);
}

function refusal(by: 'budget' | 'unpriced' | 'store', one: BudgetBucket, message: string): Admission {
  return { ok: false, by, name: one.budget.name, message };
}
