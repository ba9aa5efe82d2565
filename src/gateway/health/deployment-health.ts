/**
 * The health of deployments as dispatch observes it: time to the first chunk, errors, requests in flight. Provides
 * what pools and facts read. Knows no plan and no policy.
 */
import type { Clock } from '../upstream/clock.ts';

export interface Health {
  began(deployment: string): void;
  ended(deployment: string, ended: { readonly firstChunkMs?: number; readonly failed: boolean }): void;
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

interface Sample {
  readonly at: number;
  readonly firstChunkMs: number | undefined;
  readonly failed: boolean;
}

interface Condition {
  inFlight: number;
  ewma: number | undefined;
  ewmaAt: number;
  /** A ring; `next` is where the next one goes. */
  samples: Sample[];
  next: number;
  total: number;
  reading: Reading | undefined;
}

interface Reading {
  readonly at: number;
  /** Calls that had ended by then. */
  readonly total: number;
  readonly p95: number | undefined;
  readonly errorRate: number | undefined;
}

export function createHealth(clock: Clock): Health {
  const conditions = new Map<string, Condition>();
  const of = (deployment: string): Condition => {
    let condition = conditions.get(deployment);
    if (condition === undefined) {
      condition = {
        inFlight: 0,
        ewma: undefined,
        ewmaAt: 0,
        samples: [],
        next: 0,
        total: 0,
        reading: undefined,
      };
      conditions.set(deployment, condition);
    }
    return condition;
  };
  const read = (deployment: string): Reading | undefined => {
    const condition = conditions.get(deployment);
    if (condition === undefined) return undefined;
    const { reading, total } = condition;
    const at = clock.elapsed();
    if (reading !== undefined && at - reading.at < (reading.total === total ? STILL : FRESH)) return reading;
    const samples = condition.samples.filter((sample) => sample.at >= at - WINDOW);
    condition.reading = {
      at,
      total,
      p95: steady(reading?.p95, p95Of(samples), 0),
      errorRate: steady(reading?.errorRate, errorRateOf(samples), 1),
    };
    return condition.reading;
  };
  return {
    began(deployment) {
      of(deployment).inFlight += 1;
    },
    ended(deployment, { firstChunkMs, failed }) {
      const condition = of(deployment);
      const at = clock.elapsed();
      condition.inFlight -= 1;
      condition.samples[condition.next] = { at, firstChunkMs, failed };
      condition.next = (condition.next + 1) % KEPT;
      condition.total += 1;
      if (firstChunkMs === undefined) return;
      const old = condition.ewma;
      const weight = Math.exp(-(at - condition.ewmaAt) / DECAY);
      condition.ewma =
        old === undefined || firstChunkMs > old ? firstChunkMs : old * weight + firstChunkMs * (1 - weight);
      condition.ewmaAt = at;
    },
    load: (deployment) => conditions.get(deployment)?.inFlight ?? 0,
    latency(deployment) {
      const condition = conditions.get(deployment);
      if (condition?.ewma === undefined) return undefined;
      return condition.ewma * Math.exp(-(clock.elapsed() - condition.ewmaAt) / FADE);
    },
    p95: (deployment) => read(deployment)?.p95,
    errorRate: (deployment) => read(deployment)?.errorRate,
  };
}

function p95Of(samples: readonly Sample[]): number | undefined {
  const times = samples
    .map((sample) => sample.firstChunkMs)
    .filter((ms) => ms !== undefined)
    .sort((a, b) => a - b);
  return times.length < FEWEST ? undefined : times[Math.ceil(times.length * 0.95) - 1];
}

function errorRateOf(samples: readonly Sample[]): number | undefined {
  if (samples.length < FEWEST) return undefined;
  return (samples.filter((sample) => sample.failed).length * 100) / samples.length;
}

/** Keeps its value until the new one differs by a tenth, and by at least `least`. */
function steady(held: number | undefined, fresh: number | undefined, least: number): number | undefined {
  if (held === undefined || fresh === undefined) return fresh;
  return Math.abs(fresh - held) >= Math.max(held * 0.1, least) ? fresh : held;
}
