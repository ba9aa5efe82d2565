/** Limits in force, for all requests of a service: made once, opened for each request. */
import type { Policy } from '../../language/semantics/model.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Clock } from '../upstream/clock.ts';
import { createPlaces } from './places.ts';
import { type LimitedRequest, NO_LIMITS, openRequestLimits, type RequestLimits } from './request-limits.ts';

export interface LimitGate {
  request(policy: Policy, request: LimitedRequest): RequestLimits;
}

export interface LimitGateOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Milliseconds to wait for the store; then a limit lets through. */
  readonly storeWait: number;
  readonly onTrouble: (message: string) => void;
}

export function createLimitGate({ ledger, clock, storeWait, onTrouble }: LimitGateOptions): LimitGate {
  const places = createPlaces(clock);
  let reservations = 0;
  const surroundings = { ledger, places, clock, storeWait, onTrouble, nextNumber: () => ++reservations };
  return {
    request: (policy, request) =>
      policy.limits.size === 0 ? NO_LIMITS : openRequestLimits(policy, request, surroundings),
  };
}
