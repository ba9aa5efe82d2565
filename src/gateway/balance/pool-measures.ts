/**
 * What pools compare: how long a model would take to begin, and how busy a deployment is. A deployment that nobody has
 * measured is tried, by one request at a time; one that fails counts as slow; one that has recovered counts as busier
 * than it is until it has warmed up. Knows health and breakers; neither policy nor plan.
 */
import type { Health } from '../dispatch/health.ts';
import type { SlowStart } from './slow-start.ts';

export interface PoolMeasures {
  /** Milliseconds to the first chunk to be expected of the best of these deployments; undefined: try one. */
  latency(deployments: readonly string[]): number | undefined;
  /** Requests in flight, as they weigh. */
  load(deployment: string): number;
}

/** Milliseconds: stands for slow where there is nothing to measure. Finite, because it is recorded as JSON. */
const SLOW = 3_600_000;
/** Percent of calls that failed from which on an unmeasured deployment is not explored any more. */
const MOSTLY_FAILING = 50;
/** No failing deployment counts as more than so many times as slow as it is. */
const LEAST_SUCCESS = 0.05;

export function createPoolMeasures(
  health: Pick<Health, 'latency' | 'load' | 'errorRate'>,
  slowStart: SlowStart,
  elapsed: () => number,
): PoolMeasures {
  /**
   * Peak EWMA weighed by the requests that are under way (Finagle's `PeakEwma`), by its errors and by its slow start.
   */
  const costOf = (deployment: string): number | undefined => {
    const latency = health.latency(deployment);
    const inFlight = health.load(deployment);
    const failed = health.errorRate(deployment) ?? 0;
    if (latency === undefined) return inFlight === 0 && failed < MOSTLY_FAILING ? undefined : SLOW + inFlight;
    const success = Math.max(LEAST_SUCCESS, 1 - failed / 100);
    return (latency * (inFlight + 1)) / (success * slowStart.shareOf(deployment, elapsed()));
  };
  return {
    latency(deployments) {
      const costs = deployments.map(costOf);
      const known = costs.filter((cost) => cost !== undefined);
      return known.length === 0 ? undefined : Math.min(...known);
    },
    load(deployment) {
      const share = slowStart.shareOf(deployment, elapsed());
      const inFlight = health.load(deployment);
      return share === 1 ? inFlight : (inFlight + 1) / share - 1;
    },
  };
}
