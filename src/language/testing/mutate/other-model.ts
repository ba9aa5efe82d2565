/** A model that a target does not lead to, for mutants that call another model. Knows no mutant. */
import { modelsUnder } from '../../planning/targets-under.ts';
import type { Policy } from '../../semantics/model.ts';

/** The first declared model that is not under the target; where all are, any but its first. */
export function otherModel(policy: Policy, target: string): string | undefined {
  const under = modelsUnder(policy, target);
  const names = [...policy.models.keys()];
  return names.find((name) => !under.has(name)) ?? [...under].slice(1).find((name) => name !== target);
}
