/**
 * The limits of one request: whether one is reached, whether an attempt may be sent, and when permits are released. A
 * request counts once in a window, however many attempts it takes; tokens count per attempt, reserved at the estimate
 * and settled at the usage. A route with a condition on a limit decides itself what happens when it is reached, so
 * the limit does not apply there. If the store is down, requests are allowed: a limit protects a service, not money.
 */

import { outputToReserve } from '../../../language/planning/expected-output.ts';
import type { Needs } from '../../../language/planning/plan.ts';
import { tokensOf } from '../../../language/planning/reserve.ts';
import type { Limit, Model, Policy } from '../../../language/semantics/model.ts';
import type { FactValue } from '../../../language/vocabulary/value-set.ts';
import type { LeaveSignal } from '../../bounds/leave-signal.ts';
import { ADMITTED, type Admission, type AttemptRecord } from '../../dispatch/outcome.ts';
import type { Spender, Spending } from '../../ledger/budget-buckets.ts';
import type { Levels } from '../../ledger/ledger.ts';
import { type Held, RequestReserver, type ReserveParts } from '../../ledger/reserve-buckets.ts';
import type { Clock } from '../../upstream/clock.ts';
import type { ConcurrencyLimiter, Slot } from './concurrency-limiter.ts';
import { limitHeaders, reachedWords, type SeenWindow } from './limit-headers.ts';
import { callersOwn, placeLines, type WindowLine, windowLines } from './limit-lines.ts';
import { limitsInForce } from './limits-in-force.ts';

export interface LimitedRequest {
  readonly id: string;
  readonly spender: Spender;
  readonly endpoint: string;
  readonly known: ReadonlyMap<string, FactValue>;
  /** Aborts when the caller has left. */
  readonly signal: LeaveSignal;
}

export interface LimitedCall {
  readonly model: Model;
  readonly route: string;
  readonly label?: string | undefined;
  readonly needs: Needs;
  /** Milliseconds that the whole request may take: no wait goes beyond them. */
  readonly whole: number;
}

export interface RequestLimits {
  /** The value of `limit NAME reached` for the caller; null: not known. */
  reached(name: string, inputTokens: () => number): Promise<boolean | null>;
  /** Before each attempt, and before its budget; may wait. Its `settle` never rejects. */
  admit(call: LimitedCall): Admission | Promise<Admission>;
  /** The request has ended, whatever the outcome. */
  release(): void;
  headers(): Record<string, string>;
  notes(): readonly string[];
}

export interface LimitSurroundings extends ReserveParts {
  readonly places: ConcurrencyLimiter;
  readonly clock: Clock;
}

export const NO_LIMITS: RequestLimits = {
  reached: async () => null,
  admit: () => ADMITTED,
  release() {},
  headers: () => ({}),
  notes: () => [],
};

type Refusal = Extract<Admission, { ok: false }>;

export function openRequestLimits(
  policy: Policy,
  request: LimitedRequest,
  surroundings: LimitSurroundings,
): RequestLimits {
  const { ledger, wait, places, clock } = surroundings;
  const { spender, signal } = request;
  const who = [spender.key, spender.team, spender.user].map((part) => part ?? '').join('\0');
  const held = new Map<string, Slot>();
  /** Permits of attempts that are not settled. */
  const ofAttempts = new Set<Slot>();
  const reserver = new RequestReserver(`${request.id}/limit`, surroundings);
  const seen = new Map<string, SeenWindow>();
  const notes = new Set<string>();
  const opened = clock.elapsed();
  let began: number | undefined;
  let ended = false;

  /** Milliseconds that this request may still wait for a limit. */
  function waitLeft(limit: Limit, whole: number): number {
    const now = clock.elapsed();
    began ??= now;
    return Math.max(0, Math.min(began + limit.waitUpTo, opened + whole) - now);
  }

  async function takePlaces(
    limits: readonly Limit[],
    spending: Spending,
    whole: number,
  ): Promise<Slot[] | Refusal> {
    const own: Slot[] = [];
    for (const { limit, key, most, ofAttempt, words } of placeLines(limits, spender, spending)) {
      if (!ofAttempt && held.has(key)) continue;
      const from = clock.elapsed();
      const place = await places.take({ key, most, who, wait: waitLeft(limit, whole), signal });
      const waited = Math.round(clock.elapsed() - from);
      if (place === 'full' || place === 'gone') {
        for (const one of own) one.release();
        const after = waited > 0 ? `, also after ${waited} ms` : '';
        return refusal(limit, `limit ${limit.name}: ${words} is reached${after}`, 1_000);
      }
      if (waited > 0) notes.add(`waited ${waited} ms for limit ${limit.name}`);
      // A request may have ended while it waited: its permit is released at once.
      if (ended) place.release();
      else if (ofAttempt) own.push(place);
      else held.set(key, place);
    }
    return own;
  }

  async function reserve(
    limits: readonly Limit[],
    call: LimitedCall,
    spending: Spending,
  ): Promise<Admission> {
    const now = clock.now();
    const lines = windowLines(limits, spender, spending, now);
    if (lines.length === 0) return ADMITTED;
    const { model, needs } = call;
    const reserved = await reserver.reserve(
      lines.map(({ bucket }) => bucket),
      () => tokensAsked(model, needs),
    );
    switch (reserved.kind) {
      case 'held':
        see(lines, reserved.levels);
        return admitted(reserved.held, lines, model);
      case 'away':
        notes.add(`limits: the ledger did not answer within ${wait.milliseconds} ms; allowed`);
        return admitted(reserved.allow(), lines, model);
      case 'full': {
        const { bucket, used, wanted } = reserved;
        const line = lines.find((each) => each.bucket.key === bucket.key);
        if (line === undefined)
          throw new Error(`the ledger refused bucket ${bucket.key}, which was not asked for`);
        see(lines, reserved.levels);
        const words = reachedWords({ line, used }, wanted, now);
        // More than a whole window allows never fits, however long it waits.
        if (wanted > bucket.limit) return refusal(line.limit, words, undefined);
        const resets = bucket.resetsAt - now;
        if (resets <= waitLeft(line.limit, call.whole) && (await pause(resets)))
          return reserve(limits, call, spending);
        return refusal(line.limit, words, resets);
      }
    }
  }

  function admitted(held: Held, lines: readonly WindowLine[], model: Model): Admission {
    return {
      ok: true,
      async settle(record) {
        const levels = await held.settle(record, model);
        if (levels !== undefined) see(lines, levels);
      },
    };
  }

  function see(lines: readonly WindowLine[], levels: Levels): void {
    for (const line of lines) seen.set(line.bucket.key, { line, used: levels.get(line.bucket.key) ?? 0n });
  }

  /** False when the caller has left meanwhile. */
  function pause(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = clock.after(Math.max(0, ms) + 1, () => {
        signal.removeEventListener('abort', leave);
        resolve(true);
      });
      const leave = (): void => {
        timer.cancel();
        resolve(false);
      };
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave, { once: true });
    });
  }

  return {
    async reached(name, inputTokens) {
      const limit = policy.limits.get(name);
      if (limit === undefined) return null;
      const own = callersOwn(limit);
      const spending: Spending = { model: '', route: '', label: undefined };
      for (const { key, most } of placeLines([own], spender, spending))
        if ((await places.taken(key)) >= most) return true;
      const now = clock.now();
      const lines = windowLines([own], spender, spending, now);
      if (lines.length === 0) return false;
      const answer = await wait.answer(
        ledger.used(
          lines.map((line) => line.bucket),
          now,
        ),
      );
      if (answer.kind === 'none') return null;
      return lines.some(({ bucket }) => {
        const wanted = bucket.unit === 'requests' ? 1n : BigInt(Math.ceil(inputTokens()));
        return (answer.value.get(bucket.key) ?? 0n) + wanted > bucket.limit;
      });
    },
    async admit(call) {
      const limits = limitsInForce(policy, call.route, request.known);
      const spending = { model: call.model.name, route: call.route, label: call.label };
      const own = await takePlaces(limits, spending, call.whole);
      if ('ok' in own) return own;
      for (const place of own) ofAttempts.add(place);
      const leave = (): void => {
        for (const place of own) {
          ofAttempts.delete(place);
          place.release();
        }
      };
      const admission = await reserve(limits, call, spending).catch((error: unknown) => {
        leave();
        throw error;
      });
      if (!admission.ok) {
        leave();
        return admission;
      }
      return {
        ok: true,
        async settle(record: AttemptRecord) {
          leave();
          await admission.settle?.(record);
        },
      };
    },
    release() {
      ended = true;
      for (const place of [...held.values(), ...ofAttempts]) place.release();
      held.clear();
      ofAttempts.clear();
    },
    headers: () => limitHeaders([...seen.values()], request.endpoint, clock.now()),
    notes: () => [...notes],
  };
}

/** Output without a limit counts once it has been written. */
function tokensAsked(model: Model, needs: Needs): bigint {
  const outputTokens = needs.outputTokens === undefined ? 0 : outputToReserve(needs, model);
  return tokensOf({ inputTokens: needs.inputTokens, outputTokens });
}

/** `retryAfterMs`: undefined where a retry would be refused again. */
function refusal(limit: Limit, message: string, retryAfterMs: number | undefined): Refusal {
  const after = retryAfterMs === undefined ? {} : { retryAfterMs: Math.max(0, retryAfterMs) };
  return { ok: false, by: 'limit', name: limit.name, message, ...after };
}
