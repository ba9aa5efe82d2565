// What other thresholds would do: the shares of readings that would be right if every intent were accepted from one
// confidence on. By the readings as they are: a lower threshold would also end the search for a surer sentence
// earlier, which moves few texts. Must not know: files, how readings were made, how a sweep is shown.

import { type JudgedReading, type RoutingShares, routingShares } from './judge-readings.ts';

export interface SweepPoint extends Omit<RoutingShares, 'n'> {
  readonly threshold: number;
}

const STEPS = 20;

/** From 0 to 1 in steps of a twentieth. */
export function thresholdSweep(
  labels: readonly string[],
  judged: readonly JudgedReading[],
): readonly SweepPoint[] {
  return Array.from({ length: STEPS + 1 }, (_, step) => {
    const threshold = step / STEPS;
    const { n: _n, ...shares } = routingShares(
      labels,
      judged.map(({ row, reading }) => ({
        row,
        reading: { ...reading, intent: reading.confidence >= threshold ? reading.best : null },
      })),
    );
    return { threshold, ...shares };
  });
}

/** The threshold at which most rows would be read right; the highest of equal ones, which accepts the least. */
export function bestThreshold(sweep: readonly SweepPoint[]): SweepPoint | undefined {
  return sweep.reduce<SweepPoint | undefined>(
    (best, point) => (best === undefined || point.overallAccuracy >= best.overallAccuracy ? point : best),
    undefined,
  );
}
