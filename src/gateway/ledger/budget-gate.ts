/**
 * Active budgets, for all requests of a service: created once, opened for each request. Knows policies and the
 * ledger; no HTTP, no providers.
 */
import type { Policy } from '../../language/semantics/model.ts';
import { storedBucket } from './budget-buckets.ts';
import { type BudgetWarning, createBudgetShares, type SeenBucket } from './budget-shares.ts';
import type { Ledger } from './ledger.ts';
import { type BudgetedRequest, NO_BUDGETS, OpenRequestBudget, type RequestBudget } from './request-budget.ts';
import { createStoreWait } from './store-wait.ts';

export interface BudgetGateOptions {
  readonly ledger: Ledger;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Milliseconds without progress of the store after which a budget's `when unknown` applies; 250 by default. */
  readonly storeWait?: number;
  /** Once per window and bucket, when `warn at` is passed. */
  readonly onWarning?: (warning: BudgetWarning, bucket: string) => void;
  /** The store did not take a settlement; the reservation stays charged at its estimate. */
  readonly onTrouble?: (message: string) => void;
}

export interface BudgetGate {
  request(policy: Policy, request: BudgetedRequest): RequestBudget;
  /** By budget name: the largest share of its current buckets, in percent. */
  shares(): ReadonlyMap<string, number>;
  /** Buckets of windows that still run: charged by this process, or before it (see `recall`). */
  buckets(): readonly SeenBucket[];
  /**
   * Call after a start and after each swap: reports what the ledger already holds for these policies. Never rejects.
   */
  recall(policies: readonly Policy[]): Promise<void>;
}

export function createBudgetGate(options: BudgetGateOptions): BudgetGate {
  const { ledger, now, storeWait = 250, onWarning = () => {}, onTrouble = () => {} } = options;
  const shares = createBudgetShares(onWarning, (key) => ledger.lent(key));
  let reservations = 0;
  const wait = createStoreWait(storeWait, () => ledger.progress());
  const surroundings = { ledger, wait, now, onTrouble, shares, nextNumber: () => ++reservations };
  return {
    request: (policy, request) =>
      policy.budgets.size === 0 ? NO_BUDGETS : new OpenRequestBudget(policy, request, surroundings),
    shares: () => shares.largest(now()),
    buckets: () => shares.running(now()),
    async recall(policies) {
      try {
        const budgets = policies.flatMap((policy) => [...policy.budgets.values()]);
        if (budgets.length === 0) return;
        for (const stored of await ledger.running(now())) {
          const one = storedBucket(budgets, stored);
          if (one !== undefined) shares.recall(one, stored);
        }
      } catch (error) {
        const words = error instanceof Error ? error.message : String(error);
        onTrouble(
          `budget usage could not be read from the ledger and is reported once the budget is used again: ${words}`,
        );
      }
    },
  };
}
