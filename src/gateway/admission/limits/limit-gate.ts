/** Active limits, for all requests of a service: created once, opened for each request. */
import type { Policy } from '../../../language/semantics/model.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { createStoreWait } from '../../ledger/store-wait.ts';
import type { Clock } from '../../upstream/clock.ts';
import { type ConcurrencyLimiter, createConcurrencyLimiter } from './concurrency-limiter.ts';
import { type LimitedRequest, NO_LIMITS, openRequestLimits, type RequestLimits } from './request-limits.ts';

export interface LimitGate {
  request(policy: Policy, request: LimitedRequest): RequestLimits;
}

export interface LimitGateOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Milliseconds without progress of the store after which a limit allows requests. */
  readonly storeWait: number;
  readonly onTrouble: (message: string) => void;
  /** Without: this process has its own. */
  readonly places?: ConcurrencyLimiter;
}

export function createLimitGate(options: LimitGateOptions): LimitGate {
  const { ledger, clock, storeWait, onTrouble, places = createConcurrencyLimiter(clock) } = options;
  let reservations = 0;
  const wait = createStoreWait(storeWait, () => ledger.progress());
  const surroundings = {
    ledger,
    wait,
    places,
    clock,
    now: () => clock.now(),
    onTrouble,
    nextNumber: () => ++reservations,
  };
  return {
    request: (policy, request) =>
      policy.limits.size === 0 ? NO_LIMITS : openRequestLimits(policy, request, surroundings),
  };
}
