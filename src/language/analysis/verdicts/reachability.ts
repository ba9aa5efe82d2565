/**
 * Which routes and canaries some request reaches, and which the routes above take everything of. Asked of every rule:
 * is there a request inside it and outside all rules above? Knows no lint and no message.
 */
import type { Rule } from '../../graph/decision-graph.ts';
import { factsAsked } from '../space/guards.ts';
import {
  findInRule,
  findRequest,
  type PolicySpace,
  rulesAbove,
  rulesMeeting,
} from '../space/policy-space.ts';
import type { Groups, Region } from '../space/search.ts';
import { withKeys } from '../space/share-keys.ts';
import {
  drawValues,
  replay,
  replayed,
  specsOf,
  toWitness,
  typicalRegion,
  type Witness,
} from '../space/witness.ts';
import { least } from './least.ts';

export type Reach =
  | { readonly kind: 'reachable'; readonly rule: number; readonly region: Region }
  | {
      readonly kind: 'unreachable';
      readonly rule: number;
      /** No request fits its own conditions, whatever is above. */
      readonly impossible: boolean;
    }
  | { readonly kind: 'undecided'; readonly rule: number };

/** Every rule of the graph, in order. */
export function reachAll(policySpace: PolicySpace): readonly Reach[] {
  return policySpace.rules.map((_, rule) => reachOf(policySpace, rule));
}

export function reachOf(policySpace: PolicySpace, rule: number): Reach {
  const found = findInRule(policySpace, rule);
  if (found === 'undecided') return { kind: 'undecided', rule };
  if (found !== 'none') return { kind: 'reachable', rule, region: found };
  const alone = findRequest(policySpace.space, [policySpace.rules[rule] ?? []], []);
  return { kind: 'unreachable', rule, impossible: alone === 'none' };
}

export interface UnreachableRule {
  readonly rule: Rule;
  readonly index: number;
  readonly impossible: boolean;
  /** Rules above that together take all of it: none of them can be left out. In order. */
  readonly covering: readonly Rule[];
  /** A request that fits it, and who takes it; none when it is impossible or no example could be made up. */
  readonly example?: { readonly witness: Witness; readonly takenBy: string };
}

/**
 * Computed by deletion, from the last rule above to the first, so that the earliest are named. `proved`: only these
 * rules, which are known to be unreachable.
 */
export function unreachableRules(
  policySpace: PolicySpace,
  proved: readonly number[] = unreachableOf(policySpace),
): readonly UnreachableRule[] {
  const { graph, rules, space } = policySpace;
  return proved.flatMap((index): UnreachableRule[] => {
    const rule = graph.rules[index];
    const own = rules[index];
    if (rule === undefined || own === undefined) return [];
    const impossible = findRequest(space, [own], []) === 'none';
    const takeAll = (some: readonly number[]): boolean =>
      findRequest(
        space,
        [own],
        some.map((other) => rules[other] as Groups),
      ) === 'none';
    const covering = impossible ? [] : least(rulesMeeting(policySpace, [own], index), takeAll);
    const named = covering.flatMap((other) => graph.rules[other] ?? []);
    const example = impossible ? undefined : takenExample(policySpace, { rule, groups: own });
    return [{ rule, index, impossible, covering: named, ...(example ? { example } : {}) }];
  });
}

function unreachableOf(policySpace: PolicySpace): readonly number[] {
  return reachAll(policySpace).flatMap(({ kind, rule }) => (kind === 'unreachable' ? [rule] : []));
}

/** A request inside a rule, and the route that takes it. */
function takenExample(
  policySpace: PolicySpace,
  own: { readonly rule: Rule; readonly groups: Groups },
): UnreachableRule['example'] {
  const { space, graph, evaluator } = policySpace;
  const question = { inside: [own.groups], covers: [] };
  const found = findRequest(space, question.inside, question.covers);
  if (found === 'none' || found === 'undecided') return undefined;
  const drawn = drawValues(space, typicalRegion(space, question, found));
  if (!drawn.ok) return undefined;
  // The facts of the rule itself are listed too: the path of the rule that matches may not test them.
  const { rule, asked } = replay(evaluator, drawn.values);
  const takenBy = rule === undefined ? undefined : graph.rules[rule]?.route;
  if (takenBy === undefined) return undefined;
  const facts = factsAsked(graph, own.rule);
  const named = new Map([...drawn.values].filter(([id]) => asked.has(id) || facts.has(id)));
  const known = withKeys(graph.facts, named, drawn.values);
  return { witness: toWitness(specsOf(graph), known, drawn.assumptions), takenBy };
}

/** A request that a reachable rule takes; undefined where no text could be made up for opaque patterns. */
export function witnessOfRule(
  policySpace: PolicySpace,
  reach: Extract<Reach, { kind: 'reachable' }>,
): Witness | undefined {
  const { space, graph, rules, evaluator } = policySpace;
  const question = { inside: [rules[reach.rule] as Groups], covers: rulesAbove(policySpace, reach.rule) };
  const drawn = drawValues(space, typicalRegion(space, question, reach.region));
  if (!drawn.ok) return undefined;
  const asked = replayed(evaluator, drawn.values, reach.rule);
  return toWitness(specsOf(graph), asked, drawn.assumptions);
}
