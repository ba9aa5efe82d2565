/**
 * The part of a decision graph that leads to one route: its rules, and those above that some request may fit which fits
 * the route too. For drawing large policies. Knows no drawing.
 */
import type { DecisionGraph } from '../../graph/decision-graph.ts';
import type { Policy } from '../../semantics/model.ts';
import { createPolicySpace, rulesMeeting, rulesOf } from '../space/policy-space.ts';

/** Undefined where the policy has no such route. Facts keep their numbers. */
export function rulesLeadingTo(
  policy: Policy,
  graph: DecisionGraph,
  route: string,
): DecisionGraph | undefined {
  const own = rulesOf(graph, route);
  if (own.length === 0) return undefined;
  const space = createPolicySpace(policy, { graph });
  const above = own.flatMap((rule) => rulesMeeting(space, [space.rules[rule] ?? []], rule));
  const kept = [...new Set([...own, ...above])].sort((a, b) => a - b);
  return { ...graph, rules: kept.flatMap((rule) => graph.rules[rule] ?? []) };
}
