/**
 * The health of deployments as dispatch observes it: time to the first chunk, errors, requests in flight. Provides
 * what pools and facts read. Knows no plan and no policy.
 */
import type { Clock } from '../upstream/clock.ts';

export interface Health {
  began(deployment: string): void;
  ended(
    deployment: string,
    ended: { readonly firstChunkMs?: number | undefined; readonly failed: boolean },
  ): void;
  /** Requests in flight. */
  load(deployment: string): number;
  /**
   * Peak EWMA of the time to the first chunk, milliseconds: jumps up at once, comes down over ten seconds (Finagle's
   * PeakEwma). It decays without traffic, so that a deployment that was slow once is tried again. Undefined until
   * measured.
   */
  latency(deployment: string): number | undefined;
  /**
   * 95th percentile of the time to the first chunk over the last minute, milliseconds. With hysteresis: it moves when
   * it has changed by a tenth, so that decisions at a threshold do not flap.
   */
  p95(deployment: string): number | undefined;
  /** Percent of calls that failed over the last minute; moves by a tenth or by one percent, whichever is more. */
  errorRate(deployment: string): number | undefined;
}

/** A call that has ended, as another process hears of it. */
export type EndedCall = readonly [deployment: string, firstChunkMs: number | undefined, failed: boolean];

/** Health that several processes observe together. */
export interface SharedHealth extends Health {
  /** Calls of another process that have ended. */
  hear(call: EndedCall): void;
  /** Calls of other processes in flight. */
  elsewhere(deployment: string, inFlight: number): void;
  /** Calls of this process in flight, by deployment. */
  inFlight(): Iterable<readonly [deployment: string, inFlight: number]>;
}

const DECAY = 10_000;
/** Milliseconds in which a value without new samples decays to a third. */
const FADE = 30_000;
const WINDOW = 60_000;
/** Calls kept at most; older ones go first. */
const KEPT = 256;
/** With fewer calls than this nothing is concluded. */
const FEWEST = 5;
/**
 * Milliseconds for which a reading is cached while new calls end, and while none does. Facts are read for every
 * request.
 */
const FRESH = 100;
const STILL = 1_000;

interface Reading {
  readonly at: number;
  /** Calls that had ended by then. */
  readonly total: number;
  readonly p95: number | undefined;
  readonly errorRate: number | undefined;
}

/** `tell`: called for each call that has ended, for other processes. */
export function createHealth(clock: Clock, tell?: (call: EndedCall) => void): SharedHealth {
  const conditions = new Map<string, Condition>();
  const of = (deployment: string): Condition => {
    let condition = conditions.get(deployment);
    if (condition === undefined) {
      condition = new Condition();
      conditions.set(deployment, condition);
    }
    return condition;
  };
  return {
    began(deployment) {
      of(deployment).inFlight += 1;
    },
    ended(deployment, { firstChunkMs, failed }) {
      const condition = of(deployment);
      condition.inFlight -= 1;
      condition.ended(clock.elapsed(), failed, firstChunkMs);
      tell?.([deployment, firstChunkMs, failed]);
    },
    hear: ([deployment, firstChunkMs, failed]) => of(deployment).ended(clock.elapsed(), failed, firstChunkMs),
    elsewhere(deployment, inFlight) {
      of(deployment).elsewhere = inFlight;
    },
    *inFlight() {
      for (const [deployment, { inFlight }] of conditions) yield [deployment, inFlight] as const;
    },
    load(deployment) {
      const condition = conditions.get(deployment);
      return condition === undefined ? 0 : condition.inFlight + condition.elsewhere;
    },
    latency: (deployment) => conditions.get(deployment)?.latency(clock.elapsed()),
    p95: (deployment) => conditions.get(deployment)?.read(clock.elapsed()).p95,
    errorRate: (deployment) => conditions.get(deployment)?.read(clock.elapsed()).errorRate,
  };
}

class Condition {
  inFlight = 0;
  /** In flight in other processes. */
  elsewhere = 0;
  #ewma: number | undefined;
  #ewmaAt = 0;
  /** Rings of the last calls: when each ended, its time to the first chunk (NaN without one), whether it failed. */
  readonly #at = new Float64Array(KEPT);
  readonly #firstChunk = new Float64Array(KEPT);
  readonly #failed = new Uint8Array(KEPT);
  #total = 0;
  #reading: Reading | undefined;

  ended(at: number, failed: boolean, firstChunkMs: number | undefined): void {
    const place = this.#total % KEPT;
    this.#at[place] = at;
    this.#firstChunk[place] = firstChunkMs ?? Number.NaN;
    this.#failed[place] = failed ? 1 : 0;
    this.#total += 1;
    if (firstChunkMs === undefined) return;
    const old = this.#ewma;
    const weight = Math.exp(-(at - this.#ewmaAt) / DECAY);
    this.#ewma =
      old === undefined || firstChunkMs > old ? firstChunkMs : old * weight + firstChunkMs * (1 - weight);
    this.#ewmaAt = at;
  }

  latency(at: number): number | undefined {
    return this.#ewma === undefined ? undefined : this.#ewma * Math.exp(-(at - this.#ewmaAt) / FADE);
  }

  read(at: number): Reading {
    const before = this.#reading;
    if (before !== undefined && at - before.at < (before.total === this.#total ? STILL : FRESH))
      return before;
    let [calls, failures] = [0, 0];
    const times: number[] = [];
    for (let place = 0; place < Math.min(this.#total, KEPT); place += 1) {
      if ((this.#at[place] ?? 0) < at - WINDOW) continue;
      calls += 1;
      failures += this.#failed[place] ?? 0;
      const ms = this.#firstChunk[place] ?? Number.NaN;
      if (!Number.isNaN(ms)) times.push(ms);
    }
    this.#reading = {
      at,
      total: this.#total,
      p95: steady(before?.p95, p95Of(times), 0),
      errorRate: steady(before?.errorRate, calls < FEWEST ? undefined : (failures * 100) / calls, 1),
    };
    return this.#reading;
  }
}

function p95Of(times: number[]): number | undefined {
  if (times.length < FEWEST) return undefined;
  times.sort((a, b) => a - b);
  return times[Math.ceil(times.length * 0.95) - 1];
}

/** Keeps its value until the new one differs by a tenth, and by at least `least`. */
function steady(held: number | undefined, fresh: number | undefined, least: number): number | undefined {
  if (held === undefined || fresh === undefined) return fresh;
  return Math.abs(fresh - held) >= Math.max(held * 0.1, least) ? fresh : held;
}
