/**
 * What pools compare: the expected time to the first chunk, and the load of a deployment. An unmeasured deployment is
 * tried by one request at a time; a failing one counts as slow; a recovered one counts as busier than it is until its
 * slow start is over. Knows health and breakers; neither policy nor plan.
 */
import type { Health } from './deployment-health.ts';
import type { SlowStart } from './slow-start.ts';

export interface PoolMeasures {
  /** Expected milliseconds to the first chunk, of the best of these deployments; undefined: not measured, try one. */
  latency(deployments: readonly string[]): number | undefined;
  /** Weighted requests in flight. */
  load(deployment: string): number;
}

/** Milliseconds that count as slow where there is no measurement. Finite, because it is recorded as JSON. */
const SLOW = 3_600_000;
/** Percentage of failed calls at which an unmeasured deployment is no longer explored. */
const MOSTLY_FAILING = 50;
/** Upper bound of the factor by which failures slow a deployment down. */
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
