// A hop whose window holds none of the requests that reach it: it is declared but never used.
import { formatQuantity } from '../../vocabulary/format-quantity.ts';
import { troubledHops } from '../hop-places.ts';
import { assuming } from '../route-places.ts';
import { defineRule } from '../rule.ts';

export const windowExceeded = defineRule({
  id: 'window-exceeded',
  severity: 'error',
  category: 'resilience',
  summary: 'No request that reaches a model fits its window.',
  messages: {
    found: (data: { model: string; route: string; window: string; assuming: string }) => ({
      message: `no request of ${data.route} fits the window of "${data.model}"`,
      because: `it holds ${data.window} tokens including the answer, and every request that reaches it is longer${data.assuming}`,
      help: 'use a model with a larger window, or route shorter requests to it',
    }),
  },
  policy(compiled, report, context) {
    for (const { hop, witness, at, route, window } of troubledHops(compiled, context, 'window-exceeded')) {
      const data = {
        model: hop.model,
        route,
        window: formatQuantity('tokens', window ?? 0),
        assuming: assuming(witness),
      };
      const cause = `${compiled.policy.name}\n${hop.model}`;
      report('found', at, data, witness ? { cause, example: witness.facts } : { cause });
    }
  },
});
