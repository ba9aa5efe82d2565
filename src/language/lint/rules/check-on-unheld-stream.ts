// A route checks its answers and does not hold them: of a stream the caller has read the words before the check speaks.

import type { PolicySpace } from '../../analysis/space/policy-space.ts';
import { findInRule } from '../../analysis/space/policy-space.ts';
import { routesOf } from '../policy-targets.ts';
import { joinWords, useAt } from '../route-places.ts';
import { defineRule } from '../rule.ts';

const STREAMING = 'request has streaming';

export const checkOnUnheldStream = defineRule({
  id: 'check-on-unheld-stream',
  severity: 'warning',
  category: 'resilience',
  summary: 'A route checks its answers and serves streams without `hold until complete`.',
  messages: {
    unheld: (data: { route: string; checks: string }) => ({
      message: `"${data.route}" checks answers with ${data.checks}, but streams are sent before the check runs`,
      because: 'a streamed answer cannot be recalled: if its check fails, it is neither retried nor replaced',
      help: 'add `hold until complete`, or exclude streams with `request has no streaming`',
    }),
  },
  policy(compiled, report, context) {
    const { policy } = compiled;
    const { space, idleRoutes } = context.proofsOf(compiled);
    for (const route of routesOf(policy)) {
      const { expects, holdUntilComplete } = route.action;
      if (expects.length === 0 || holdUntilComplete || idleRoutes.has(route.name)) continue;
      if (!servesStreams(space, route.name)) continue;
      const checks = joinWords(expects.map((name) => `"${name}"`));
      report('unheld', useAt(context, route), { route: route.name, checks });
    }
  },
});

function servesStreams(policySpace: PolicySpace, route: string): boolean {
  const { space, graph } = policySpace;
  if (space.dimensionOf(STREAMING) === undefined) return true;
  const streams = space.groups({
    boxes: [new Map([[STREAMING, [{ kind: 'flag', value: true }]]])],
    also: [],
  });
  return graph.rules.some(
    (rule, index) => rule.route === route && findInRule(policySpace, index, [streams]) !== 'none',
  );
}
