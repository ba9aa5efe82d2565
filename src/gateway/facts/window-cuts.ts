/**
 * The numbers of input tokens at which a model of a policy does or does not hold a request: where a count has to be
 * exact, in the service as in `llmr explain`. Of a request it knows only the needs.
 */

import { needsAfter } from '../../language/planning/expected-output.ts';
import type { Needs } from '../../language/planning/plan.ts';
import { mostInput } from '../../language/planning/requirements.ts';
import type { Policy } from '../../language/semantics/model.ts';

/** @param needs of the request; its input is not looked at */
export function windowCuts(policy: Policy, needs: Needs): number[] {
  const steps = [...policy.transforms.values()].flatMap((transform) => transform.steps);
  // Output may be capped before a window is checked.
  const capped = steps.flatMap((step) => (step.kind === 'cap-output' ? [needsAfter(needs, [step])] : []));
  const cuts = [...policy.models.values()].flatMap((model) =>
    model.window === undefined ? [] : [needs, ...capped].map((each) => mostInput(model, each)),
  );
  return [...new Set(cuts)];
}
