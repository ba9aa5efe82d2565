// A hop that only some of the requests reaching it fit: for the others the chain is shorter than it looks.
import { formatQuantity } from '../../vocabulary/format-quantity.ts';
import { troubledHops } from '../hop-places.ts';
import { assuming } from '../route-places.ts';
import { defineRule } from '../rule.ts';

export const partialHop = defineRule({
  id: 'partial-hop',
  severity: 'info',
  category: 'resilience',
  summary: 'Only some of the requests that reach a model fit it.',
  messages: {
    window: (data: { model: string; route: string; window: string; assuming: string }) => ({
      message: `some requests of ${data.route} are too long for "${data.model}"`,
      because: `its window holds ${data.window} tokens including the answer; for longer requests it is skipped${data.assuming}`,
    }),
    capability: (data: { model: string; route: string; assuming: string }) => ({
      message: `some requests of ${data.route} need what "${data.model}" cannot do`,
      because: `for these requests it is skipped${data.assuming}`,
    }),
  },
  policy(compiled, report, context) {
    for (const { hop, lacks, witness, at, route, window } of troubledHops(compiled, context, 'partial-hop')) {
      // One model with a small window is one cause, however many routes and policies ask it.
      const model = compiled.policy.models.get(hop.model)?.at;
      const cause = `${model?.path} ${hop.model} ${lacks}`;
      const example = witness === undefined ? { cause } : { cause, example: witness.facts };
      const data = { model: hop.model, route, assuming: assuming(witness) };
      if (lacks === 'capability') report('capability', at, data, example);
      else report('window', at, { ...data, window: formatQuantity('tokens', window ?? 0) }, example);
    }
  },
});
