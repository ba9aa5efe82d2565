/**
 * Failures as a test scripts them: each model uses up its scripts in order, one attempt at a time. A model that is
 * down but called anyway cannot be reached. The only state of a run.
 */
import type { FailureClass } from '../../semantics/failures.ts';
import type { Scenario } from '../bind/scenario.ts';
import type { ScenarioFacts } from './scenario-facts.ts';
import { isDown } from './scenario-world.ts';

/** How the next attempt on a model fails; undefined: it answers. */
export type Failures = (model: string, facts: ScenarioFacts) => FailureClass | undefined;

export function failuresOf(scenario: Scenario): Failures {
  const left = scenario.scripts.map((script) => ({
    ...script,
    times: script.times ?? Number.POSITIVE_INFINITY,
  }));
  return (model, facts) => {
    const script = left.find((each) => each.model === model && each.times > 0);
    if (script === undefined) return isDown(facts, model) ? 'connection' : undefined;
    script.times -= 1;
    return script.with;
  };
}
