/**
 * Pairs of routes whose order decides: some request fits both, they lead to different things, and neither is an exception
 * to the other. And neighbours that lead to the same thing. Knows no lint and no message.
 */
import type { Rule } from '../../graph/decision-graph.ts';
import { routeNamed } from '../../planning/make-plan.ts';
import { factsAsked, ruleHolds } from '../space/guards.ts';
import { findRequest, type PolicySpace, rulesAbove, rulesMeeting } from '../space/policy-space.ts';
import { type Budget, type Found, type Groups, MOST_STEPS_OF_A_KIND, type Region } from '../space/search.ts';
import { drawValues, replayed, specsOf, toWitness, typicalRegion, type Witness } from '../space/witness.ts';
import { outcomeOf } from './outcome.ts';

export interface Overlap {
  readonly upper: Rule;
  readonly lower: Rule;
  /** Facts that both restrict; none: they ask about different things, and only their order can say who comes first. */
  readonly shared: readonly string[];
  /** A request that fits both, and that `upper` takes. */
  readonly region: Region;
}

export interface Overlaps {
  readonly pairs: readonly Overlap[];
  /** Pairs of rules, by index, that stayed undecided. */
  readonly undecided: readonly (readonly [number, number])[];
}

export function findOverlaps(policySpace: PolicySpace): Overlaps {
  const { space, graph, rules } = policySpace;
  const outcomes = outcomeKeys(policySpace);
  const pairs: Overlap[] = [];
  const undecided: [number, number][] = [];
  const budget: Budget = { left: MOST_STEPS_OF_A_KIND, of: space.steps };
  for (let i = 0; i < rules.length; i += 1) {
    const above = rulesAbove(policySpace, i);
    for (const j of rulesMeeting(policySpace, [rules[i] as Groups])) {
      if (j <= i) continue;
      const [upper, lower] = [rules[i] as Groups, rules[j] as Groups];
      const [one, two] = [graph.rules[i] as Rule, graph.rules[j] as Rule];
      if (one.route === two.route || outcomes[i] === outcomes[j]) continue;
      const answers: Found[] = [];
      const ask = (inside: readonly Groups[], covers: readonly Groups[]): Found => {
        const found = findRequest(space, inside, covers, budget);
        answers.push(found);
        return found;
      };
      // The narrower above the wider is an exception; the wider above the narrower has a finding of its own.
      if (
        ask([upper, lower], []) === 'none' ||
        ask([upper], [lower]) === 'none' ||
        ask([lower], [upper]) === 'none'
      )
        continue;
      const region = ask([upper, lower], above);
      if (answers.includes('undecided')) undecided.push([i, j]);
      else if (typeof region !== 'string') {
        pairs.push({ upper: one, lower: two, shared: sharedFacts(policySpace, upper, lower), region });
      }
    }
  }
  return { pairs, undecided };
}

const keys = new WeakMap<PolicySpace, readonly string[]>();

/** By rule, worked out once. */
function outcomeKeys(policySpace: PolicySpace): readonly string[] {
  const { graph, policy } = policySpace;
  const known = keys.get(policySpace) ?? graph.rules.map((rule) => outcomeOf(policy, rule).key);
  keys.set(policySpace, known);
  return known;
}

function sharedFacts({ space }: PolicySpace, a: Groups, b: Groups): string[] {
  const dims = (groups: Groups): Set<number> => new Set(groups.flat().flatMap((box) => box.dims));
  const others = dims(b);
  return [...dims(a)].flatMap((dim) => (others.has(dim) ? (space.dimensions[dim]?.spec.id ?? []) : []));
}

export function overlapWitness(policySpace: PolicySpace, overlap: Overlap): Witness | undefined {
  const { space, graph, rules, evaluator } = policySpace;
  const i = graph.rules.indexOf(overlap.upper);
  const lower = rules[graph.rules.indexOf(overlap.lower)] as Groups;
  const question = { inside: [rules[i] as Groups, lower], covers: rulesAbove(policySpace, i) };
  const drawn = drawValues(space, typicalRegion(space, question, overlap.region));
  if (!drawn.ok) return undefined;
  const asked = replayed(evaluator, drawn.values, i);
  if (!ruleHolds(graph, overlap.lower, drawn.values))
    throw new Error(`the witness of an overlap does not fit ${overlap.lower.route}`);
  // The facts of the lower route are listed too.
  const own = factsAsked(graph, overlap.lower);
  const known = new Map([...drawn.values].filter(([id]) => asked.has(id) || own.has(id)));
  return toWitness(specsOf(graph), known, drawn.assumptions);
}

export interface Mergeable {
  readonly upper: Rule;
  readonly lower: Rule;
}

/** Neighbours in reading order that give every request the same; routes with canaries are left alone. */
export function mergeableRoutes(policySpace: PolicySpace): readonly Mergeable[] {
  const { policy, graph } = policySpace;
  const plain = graph.rules.flatMap((rule, index) => {
    const route = routeNamed(policy, rule.route);
    return route === undefined || route.action.canaries.length > 0 ? [undefined] : [{ rule, index }];
  });
  const outcomes = outcomeKeys(policySpace);
  return plain.flatMap((upper, index) => {
    const lower = plain[index + 1];
    if (upper === undefined || lower === undefined || lower.rule.route === 'otherwise') return [];
    return outcomes[upper.index] === outcomes[lower.index] ? [{ upper: upper.rule, lower: lower.rule }] : [];
  });
}
