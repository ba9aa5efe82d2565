/**
 * Prevents retry storms: retries are limited to a share of live traffic, with a minimum so that a service with little
 * traffic may retry too. Fallbacks do not count against it. Knows no plan. (The shape is Finagle's RetryBudget: ttl
 * 10 s, 20 %, at least 10 a second.)
 */
import type { Clock } from '../upstream/clock.ts';

export interface RetryBudget {
  /** One request has begun. */
  deposit(): void;
  /** False: no retry now. */
  withdraw(): boolean;
}

const SHARE = 0.2;
const FLOOR_A_SECOND = 10;
const SLOTS = 10;

export function createRetryBudget(clock: Clock): RetryBudget {
  const requests = new Float64Array(SLOTS);
  const retries = new Float64Array(SLOTS);
  let second = Math.floor(clock.elapsed() / 1_000);
  const turn = (): number => {
    const present = Math.floor(clock.elapsed() / 1_000);
    for (let past = Math.max(second + 1, present - SLOTS + 1); past <= present; past += 1) {
      requests[past % SLOTS] = 0;
      retries[past % SLOTS] = 0;
    }
    second = present;
    return present % SLOTS;
  };
  const sum = (slots: Float64Array): number => slots.reduce((total, slot) => total + slot, 0);
  return {
    deposit() {
      const slot = turn();
      requests[slot] = (requests[slot] ?? 0) + 1;
    },
    withdraw() {
      const slot = turn();
      if (sum(retries) >= sum(requests) * SHARE + FLOOR_A_SECOND * SLOTS) return false;
      retries[slot] = (retries[slot] ?? 0) + 1;
      return true;
    },
  };
}
