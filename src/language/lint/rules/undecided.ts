// The honest answer of a search that was given up: what could not be proved is named, and nothing is guessed.
import { routesOf } from '../policy-targets.ts';
import { conditionsAt } from '../route-places.ts';
import { defineRule } from '../rule.ts';

export const undecided = defineRule({
  id: 'undecided',
  severity: 'info',
  category: 'reachability',
  summary: 'A question about a route could not be decided in the steps a search may take.',
  messages: {
    open: (data: { question: string }) => ({
      message: `it could not be decided ${data.question}`,
      because: 'the search was given up after its number of steps, and nothing is guessed',
      help: 'make the conditions above it simpler',
    }),
  },
  policy(compiled, report, context) {
    const { policy } = compiled;
    const { undecidedReach, space, hops } = context.proofsOf(compiled);
    const names = new Set(undecidedReach.map((index) => space.graph.rules[index]?.route));
    for (const route of routesOf(policy)) {
      const question = names.has(route.name)
        ? `whether a request reaches "${route.name}"`
        : hops.undecided.includes(route.name)
          ? `which models can serve the requests of "${route.name}"`
          : undefined;
      if (question !== undefined) report('open', conditionsAt(context, route), { question });
    }
  },
});
