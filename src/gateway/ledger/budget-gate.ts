/**
 * Budgets in force, for all requests of a service: made once, opened for each request. Knows policies and the ledger;
 * no HTTP, no providers.
 */
import type { Policy } from '../../language/semantics/model.ts';
import { type BudgetWarning, createBudgetShares, type SeenBucket } from './budget-shares.ts';
import type { Ledger } from './ledger.ts';
import { type BudgetedRequest, openRequestBudget, type RequestBudget } from './request-budget.ts';
import { createStoreWait } from './store-wait.ts';

export interface BudgetGateOptions {
  readonly ledger: Ledger;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Milliseconds without progress of the store after which a budget's `when unknown` decides; 250 unless said. */
  readonly storeWait?: number;
  /** Once a window and bucket, when `warn at` is passed. */
  readonly onWarning?: (warning: BudgetWarning) => void;
  /** The store did not take a settlement; the reservation stays charged at its estimate. */
  readonly onTrouble?: (message: string) => void;
}

export interface BudgetGate {
  request(policy: Policy, request: BudgetedRequest): RequestBudget;
  /** By budget name: the largest share of its current buckets that this process has seen, in percent. */
  shares(): ReadonlyMap<string, number>;
  /** Buckets that this process has charged in windows that still run. */
  buckets(): readonly SeenBucket[];
}

export function createBudgetGate(options: BudgetGateOptions): BudgetGate {
  const { ledger, now, storeWait = 250, onWarning = () => {}, onTrouble = () => {} } = options;
  const shares = createBudgetShares(onWarning);
  let reservations = 0;
  const wait = createStoreWait(storeWait, () => ledger.progress());
  const surroundings = { ledger, wait, now, onTrouble, shares, nextNumber: () => ++reservations };
  return {
    request: (policy, request) => openRequestBudget(policy, request, surroundings),
    shares: () => shares.largest(now()),
    buckets: () => shares.running(now()),
  };
}
