/**
 * Whether every request is taken: requests that no route fits and, in a policy of `rules exactly one`, requests that
 * two routes fit. Knows no lint and no message.
 */
import type { Rule } from '../../graph/decision-graph.ts';
import { factsAsked, ruleHolds } from '../space/guards.ts';
import { findRequest, type PolicySpace, rulesMeeting } from '../space/policy-space.ts';
import { type Budget, type Groups, MOST_STEPS_OF_A_KIND } from '../space/search.ts';
import { drawValues, replayed, specsOf, toWitness, typicalRegion, type Witness } from '../space/witness.ts';

export type Gap =
  | { readonly kind: 'covered' }
  | { readonly kind: 'gap'; readonly witness?: Witness }
  | { readonly kind: 'undecided' };

/** A request that no rule takes. */
export function findGap({ space, rules, evaluator, graph }: PolicySpace): Gap {
  const found = findRequest(space, [], rules);
  if (found === 'none') return { kind: 'covered' };
  if (found === 'undecided') return { kind: 'undecided' };
  const drawn = drawValues(space, typicalRegion(space, { inside: [], covers: rules }, found));
  if (!drawn.ok) return { kind: 'gap' };
  const asked = replayed(evaluator, drawn.values, undefined);
  return { kind: 'gap', witness: toWitness(specsOf(graph), asked, drawn.assumptions) };
}

export interface DoubleCover {
  readonly one: Rule;
  readonly other: Rule;
  readonly witness?: Witness;
}

export interface DoubleCovers {
  readonly pairs: readonly DoubleCover[];
  readonly undecided: boolean;
}

/** Requests that two routes fit: faults where a policy says `rules exactly one`. */
export function findDoubleCovers(policySpace: PolicySpace): DoubleCovers {
  const { space, graph, rules } = policySpace;
  const pairs: DoubleCover[] = [];
  const budget: Budget = { left: MOST_STEPS_OF_A_KIND, of: space.steps };
  let undecided = false;
  for (let i = 0; i < rules.length; i += 1)
    for (const j of rulesMeeting(policySpace, [rules[i] as Groups])) {
      if (j <= i) continue;
      const [one, other] = [graph.rules[i] as Rule, graph.rules[j] as Rule];
      if (one.route === other.route) continue;
      const question = { inside: [rules[i] as Groups, rules[j] as Groups], covers: [] };
      const found = findRequest(space, question.inside, [], budget);
      if (found === 'undecided') undecided = true;
      if (found === 'none' || found === 'undecided') continue;
      const drawn = drawValues(space, typicalRegion(space, question, found));
      if (!drawn.ok) {
        pairs.push({ one, other });
        continue;
      }
      for (const rule of [one, other])
        if (!ruleHolds(graph, rule, drawn.values))
          throw new Error(`the witness of a double cover does not fit ${rule.route}`);
      const own = new Set([...factsAsked(graph, one), ...factsAsked(graph, other)]);
      const known = new Map([...drawn.values].filter(([id]) => own.has(id)));
      pairs.push({ one, other, witness: toWitness(specsOf(graph), known, drawn.assumptions) });
    }
  return { pairs, undecided };
}
