// Two routes that both fit some requests and answer them differently: only their order decides. Where they cut the
// same fact in two places that is most likely a slip; where they ask about different things it is worth knowing.

import type { PolicySpace } from '../../analysis/space/policy-space.ts';
import type { Groups } from '../../analysis/space/search.ts';
import type { Space } from '../../analysis/space/space.ts';
import { type Overlap, overlapWitness } from '../../analysis/verdicts/overlaps.ts';
import type { Route } from '../../semantics/model.ts';
import { routesOf } from '../policy-targets.ts';
import { assuming, conditionsAt, joinWords, routeNames } from '../route-places.ts';
import { defineRule } from '../rule.ts';

export const overlap = defineRule({
  id: 'overlap',
  severity: 'warning',
  category: 'reachability',
  summary: 'Some requests match two routes with different effects, so only the order of the routes decides.',
  messages: {
    partly: (data: { lower: string; uppers: string; facts: string; assuming: string }) => ({
      message: `"${data.lower}" shares requests with ${data.uppers}`,
      because: `they divide ${data.facts} at different values: which route wins depends only on their order, and moving one would reroute requests${data.assuming}`,
      help: 'use the same value in both, or confirm the order: `# llmr-allow overlap: reason`',
    }),
    order: (data: { lower: string; uppers: string; one: boolean; assuming: string }) => ({
      message: `${data.uppers} ${data.one ? 'comes' : 'come'} before "${data.lower}" for requests that fit both`,
      because: `they test different facts: which one wins depends only on their order${data.assuming}`,
      help: 'add a test with such a request to confirm the order',
    }),
  },
  policy(compiled, report, context) {
    const { policy } = compiled;
    if (policy.exactlyOne) return;
    const { overlaps, idleRoutes, space } = context.proofsOf(compiled);
    const routes = new Map(routesOf(policy).map((route) => [route.name, route]));
    const pairs = overlaps.pairs.flatMap((pair) => {
      const upper = routes.get(pair.upper.route);
      const lower = routes.get(pair.lower.route);
      if (upper === undefined || lower === undefined) return [];
      if (idleRoutes.has(upper.name) || idleRoutes.has(lower.name)) return [];
      return [{ pair, upper, lower, facts: dividedFacts(space, pair) }];
    });
    for (const lower of routes.values()) {
      const own = pairs.filter((one) => one.lower === lower);
      const divided = own.filter(({ facts }) => facts.length > 0);
      const [first] = divided.length > 0 ? divided : own;
      if (first === undefined) continue;
      const uppers = [...new Set((divided.length > 0 ? divided : own).map(({ upper }): Route => upper))];
      const witness = overlapWitness(space, first.pair);
      const example = witness === undefined ? {} : { example: witness.facts };
      const data = { lower: lower.name, uppers: listed(uppers), assuming: assuming(witness) };
      const at = conditionsAt(context, lower);
      if (divided.length === 0) {
        report('order', at, { ...data, one: uppers.length === 1 }, { ...example, severity: 'info' });
        continue;
      }
      const facts = [...new Set(divided.flatMap((one) => one.facts))].map((fact) => `\`${fact}\``);
      report('partly', at, { ...data, facts: joinWords(facts) }, example);
    }
  },
});

const SHOWN = 4;

function listed(uppers: readonly Route[]): string {
  const more = uppers.length - SHOWN;
  return more > 0 ? `${routeNames(uppers.slice(0, SHOWN))} and ${more} more` : routeNames(uppers);
}

/** Facts of which each of the two takes something that the other leaves. */
function dividedFacts({ space, graph, rules }: PolicySpace, { shared, upper, lower }: Overlap): string[] {
  const one = rules[graph.rules.indexOf(upper)];
  const other = rules[graph.rules.indexOf(lower)];
  if (one === undefined || other === undefined) return [];
  return shared.filter((fact) => {
    const dim = space.dimensionOf(fact);
    // Two words that a text may both contain are two questions, not two cuts of one.
    if (dim === undefined || space.dimensions[dim]?.spec.fact === 'text') return false;
    const a = atomsOf(space, one, dim);
    const b = atomsOf(space, other, dim);
    return leaves(a, b) && leaves(b, a);
  });
}

function leaves(a: Int32Array, b: Int32Array): boolean {
  return a.some((word, at) => (word & ~(b[at] ?? 0)) !== 0);
}

/** The values of a fact that a rule can hold for, as bits. */
function atomsOf({ starts, full }: Space, groups: Groups, dim: number): Int32Array {
  const all = full.slice(starts[dim], starts[dim + 1]);
  return groups.reduce((both, boxes) => {
    const any = new Int32Array(all.length);
    for (const { dims, masks } of boxes) {
      let from = 0;
      for (const own of dims) {
        if (own === dim) break;
        from += (starts[own + 1] ?? 0) - (starts[own] ?? 0);
      }
      const words = dims.includes(dim) ? masks.slice(from, from + all.length) : all;
      words.forEach((word, at) => {
        any[at] = (any[at] ?? 0) | word;
      });
    }
    return both.map((word, at) => word & (any[at] ?? 0));
  }, all);
}
