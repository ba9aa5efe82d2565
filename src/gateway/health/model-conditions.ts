/**
 * `M p95 latency`, `M error rate` and `M load` as conditions read them: with hysteresis, per model. A model is as
 * good as its best deployment. Knows health, but no request, and of a policy only the names it is given.
 */
import { createSteadyValue, type SteadyValue } from './hysteresis.ts';

export interface RawConditions {
  /** Milliseconds. */
  p95Latency(model: string): number | null;
  /** Percent. */
  errorRate(model: string): number | null;
  /** Percent of the concurrent requests that the model may serve. */
  load(model: string): number | null;
}

export type ModelConditions = RawConditions;

/** Milliseconds, percentage points, percentage points. */
const LEAST = { p95Latency: 1, errorRate: 0.5, load: 1 } as const;

export function createModelConditions(raw: RawConditions, elapsed: () => number): ModelConditions {
  const steady = (measure: keyof RawConditions): ((model: string) => number | null) => {
    const byModel = new Map<string, SteadyValue>();
    return (model) => {
      const value = byModel.get(model) ?? createSteadyValue(LEAST[measure]);
      byModel.set(model, value);
      return value.see(raw[measure](model), elapsed());
    };
  };
  return { p95Latency: steady('p95Latency'), errorRate: steady('errorRate'), load: steady('load') };
}
