/**
 * `use cheapest of a, b good enough at 90%`: which facts such a plan reads, and what the quality table says of a model
 * for one request. Must not know how facts come about.
 */
import type { DecisionGraph } from '../graph/decision-graph.ts';
import { type QualityCell, qualityOf } from '../quality/quality-table.ts';
import type { Policy, Pool } from '../semantics/model.ts';
import type { FactSpec, FactValue } from '../vocabulary/value-set.ts';
import { useOf } from './make-plan.ts';

/** The value of a fact; `null` or undefined: unknown. */
export type AskFact = (spec: FactSpec) => FactValue | undefined;

/** The pool that a rule's target is, where it asks for quality. */
export function qualityPoolOf(policy: Policy, graph: DecisionGraph, rule: number): Pool | undefined {
  const target = policy.targets.get(useOf(policy, graph, rule)?.use?.target ?? '');
  return target?.kind === 'pool' && target.goodEnoughAt !== undefined ? target : undefined;
}

/** What must be known before the rule's plan is made; nothing for most. */
export function planFacts(policy: Policy, graph: DecisionGraph, rule: number): readonly FactSpec[] {
  return qualityPoolOf(policy, graph, rule) === undefined ? [] : (policy.quality?.facts ?? []);
}

/**
 * The narrowest cell for a model and what is known of a request. Rows carry the policy's name of a model, or else its
 * name at a provider. Undefined for a model without rows.
 */
export function qualityCellOf(policy: Policy, model: string, ask: AskFact): QualityCell | undefined {
  const { quality } = policy;
  if (quality === undefined) return undefined;
  let intent: string | undefined;
  let complexity: number | undefined;
  for (const spec of quality.facts) {
    const value = ask(spec);
    if (typeof value === 'number') complexity = value;
    // Of several groups the first whose intent the table knows.
    else if (typeof value === 'string' && quality.cells.some((cell) => cell.intent === value))
      intent ??= value;
  }
  const request = {
    ...(intent === undefined ? {} : { intent }),
    ...(complexity === undefined ? {} : { complexity }),
  };
  for (const name of namesOf(policy, model)) {
    const cell = qualityOf(quality, name, request);
    if (cell !== undefined) return cell;
  }
  return undefined;
}

function namesOf(policy: Policy, model: string): readonly string[] {
  return [model, ...(policy.models.get(model)?.deployments ?? []).map(({ upstreamId }) => upstreamId)];
}

/** Whether the table says anything of a model. */
export function isGraded(policy: Policy, model: string): boolean {
  const names = namesOf(policy, model);
  return policy.quality?.cells.some((cell) => names.includes(cell.model)) === true;
}

/** Whether there is any request for which a model is known to be good enough. */
export function reachesBound(policy: Policy, model: string, bound: number): boolean {
  const names = namesOf(policy, model);
  return policy.quality?.cells.some((cell) => names.includes(cell.model) && cell.low >= bound) === true;
}

/** For `PlanWorld.quality`: percent, the lower bound of what to expect. */
export function qualityIn(policy: Policy, ask: AskFact): (model: string) => number | undefined {
  return (model) => qualityCellOf(policy, model, ask)?.low;
}

/**
 * Why the first model of a plan is the one: `haiku is good enough: 93 % on refund, at least 91 (asked 90)`. Undefined
 * where nothing asked for quality.
 */
export function qualityWords(
  policy: Policy,
  graph: DecisionGraph,
  rule: number,
  model: string | undefined,
  ask: AskFact,
): string | undefined {
  const pool = qualityPoolOf(policy, graph, rule);
  const bound = pool?.goodEnoughAt;
  if (bound === undefined || model === undefined) return undefined;
  const cell = qualityCellOf(policy, model, ask);
  if (cell === undefined || cell.low < bound)
    return `no candidate is known to be good enough at ${bound}%, so ${model} is asked as the first that can serve`;
  const about = [
    ...(cell.intent === '*' ? [] : [cell.intent]),
    ...(cell.complexity === undefined ? [] : [`${cell.complexity} complexity`]),
  ].join(' of ');
  const on = about === '' ? '' : ` on ${about}`;
  return `${model} is good enough: ${round(cell.quality)}%${on}, at least ${round(cell.low)}% (asked ${bound}%)`;
}

function round(percent: number): number {
  return Math.round(percent * 10) / 10;
}
