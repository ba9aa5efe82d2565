// The honest answer of a search that was given up: what could not be proved is named, and nothing is guessed.
import type { PolicyProofs } from '../policy-proofs.ts';
import { routesOf } from '../policy-targets.ts';
import { conditionsAt } from '../route-places.ts';
import { defineRule } from '../rule.ts';

export const undecided = defineRule({
  id: 'undecided',
  severity: 'info',
  category: 'reachability',
  summary: 'The search stopped before a question about a route was decided.',
  messages: {
    open: (data: { question: string }) => ({
      message: `it could not be decided ${data.question}`,
      because: 'the search reached its limit of steps',
      help: 'make the conditions above it simpler',
    }),
  },
  policy(compiled, report, context) {
    const { policy } = compiled;
    const { undecidedReach, space, hops, conditions, idleRoutes } = context.proofsOf(compiled);
    const unreached = new Set(undecidedReach.map((index) => space.graph.rules[index]?.route));
    const shared = policy.exactlyOne ? new Set() : openOverlaps(context.proofsOf(compiled));
    for (const route of routesOf(policy)) {
      const { name } = route;
      const questions = [
        ...(unreached.has(name)
          ? [`whether a request reaches "${name}"`]
          : hops.undecided.includes(name)
            ? [`which models can serve the requests of "${name}"`]
            : []),
        ...(conditions.undecided.includes(name)
          ? [`whether every condition of "${name}" has an effect`]
          : []),
        ...(shared.has(name) && !idleRoutes.has(name)
          ? [`whether "${name}" shares requests with a route above it`]
          : []),
      ];
      if (questions.length > 0)
        report('open', conditionsAt(context, route), { question: questions.join(', or ') });
    }
  },
});

/** Routes of which no overlap was found, and some could not be ruled out. */
function openOverlaps({ overlaps, space }: PolicyProofs): ReadonlySet<string> {
  const found = new Set(overlaps.pairs.map(({ lower }) => lower.route));
  const open = overlaps.undecided.flatMap(([, lower]) => space.graph.rules[lower]?.route ?? []);
  return new Set(open.filter((name) => !found.has(name)));
}
