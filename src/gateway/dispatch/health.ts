/**
 * How deployments are doing, from what dispatch saw: time to the first chunk, errors, requests in flight. Answers
 * what pools and facts ask. Knows no plan and no policy.
 */
import type { Clock } from '../upstream/clock.ts';

export interface Health {
  began(deployment: string): void;
  ended(deployment: string, ended: { readonly firstChunkMs?: number; readonly failed: boolean }): void;
  /** Requests in flight. */
  load(deployment: string): number;
  /**
   * Peak EWMA of the time to the first chunk, milliseconds: jumps up at once, comes down over ten seconds
   * (Finagle's PeakEwma). Undefined until measured.
   */
  latency(deployment: string): number | undefined;
  /** 95th percentile of the time to the first chunk over the last window, milliseconds. */
  p95(deployment: string): number | undefined;
  /** Percent of calls that failed over the last window. */
  errorRate(deployment: string): number | undefined;
}

const DECAY = 10_000;
const WINDOW = 60_000;
/** Calls kept at most; older ones go first. */
const KEPT = 256;
/** Fewer calls than this say nothing. */
const FEWEST = 5;

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
}

export function createHealth(clock: Clock): Health {
  const conditions = new Map<string, Condition>();
  const of = (deployment: string): Condition => {
    let condition = conditions.get(deployment);
    if (condition === undefined) {
      condition = { inFlight: 0, ewma: undefined, ewmaAt: 0, samples: [], next: 0 };
      conditions.set(deployment, condition);
    }
    return condition;
  };
  const recent = (deployment: string): Sample[] => {
    const since = clock.elapsed() - WINDOW;
    return (conditions.get(deployment)?.samples ?? []).filter((sample) => sample.at >= since);
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
      if (firstChunkMs === undefined) return;
      const old = condition.ewma;
      const weight = Math.exp(-(at - condition.ewmaAt) / DECAY);
      condition.ewma =
        old === undefined || firstChunkMs > old ? firstChunkMs : old * weight + firstChunkMs * (1 - weight);
      condition.ewmaAt = at;
    },
    load: (deployment) => conditions.get(deployment)?.inFlight ?? 0,
    latency: (deployment) => conditions.get(deployment)?.ewma,
    p95(deployment) {
      const times = recent(deployment)
        .map((sample) => sample.firstChunkMs)
        .filter((ms) => ms !== undefined)
        .sort((a, b) => a - b);
      return times.length < FEWEST ? undefined : times[Math.ceil(times.length * 0.95) - 1];
    },
    errorRate(deployment) {
      const samples = recent(deployment);
      if (samples.length < FEWEST) return undefined;
      return (samples.filter((sample) => sample.failed).length * 100) / samples.length;
    },
  };
}
