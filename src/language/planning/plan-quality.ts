/**
 * `cheapest of a, b good enough at 90%`, in place or declared: which facts a plan with it reads, and the quality of a
 * model for one request by the table. Must not know how facts are read.
 */
import type { DecisionGraph } from '../graph/decision-graph.ts';
import { verdictWords } from '../quality/judge-prompt.ts';
import { provenQuality, type QualityCell, qualityOf } from '../quality/quality-table.ts';
import type { Policy, Pool, Target } from '../semantics/model.ts';
import type { FactSpec, FactValue } from '../vocabulary/value-set.ts';
import { useOf } from './make-plan.ts';
import type { JudgedMember, Plan } from './plan.ts';
import { namesOf } from './prompt-quality.ts';
import { poolsUnder } from './targets-under.ts';

/** The value of a fact; `null` or undefined: unknown. */
export type AskFact = (spec: FactSpec) => FactValue | undefined;

/** What must be known before the rule's plan is made; nothing for most. */
export function planFacts(policy: Policy, graph: DecisionGraph, rule: number): readonly FactSpec[] {
  const { quality } = policy;
  if (quality === undefined || quality.facts.length === 0) return [];
  const target = useOf(policy, graph, rule).use?.target;
  return target === undefined || gradedPoolsUnder(policy, target).length === 0 ? [] : quality.facts;
}

/** The pools at and below a target with `good enough at`, each once. */
export function gradedPoolsUnder(policy: Policy, name: string): readonly GradedPool[] {
  return poolsUnder(policy, name).filter(isGradedPool);
}

export type GradedPool = Pool & { readonly goodEnoughAt: number };

export function isGradedPool(target: Target): target is GradedPool {
  return target.kind === 'pool' && target.goodEnoughAt !== undefined;
}

/**
 * The narrowest cell for a model and what is known of a request. Rows use the policy's name of a model, or else its
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

/** All cells of a model: the rows of the first of its names that has any. */
export function qualityRowsOf(policy: Policy, model: string): readonly QualityCell[] {
  for (const name of namesOf(policy, model)) {
    const rows = policy.quality?.cells.filter((cell) => cell.model === name) ?? [];
    if (rows.length > 0) return rows;
  }
  return [];
}

/** For `PlanWorld.quality`: percent, the lower bound of the expected quality. */
export function qualityIn(policy: Policy, ask: AskFact): (model: string) => number | undefined {
  return (model) => provenQuality(qualityCellOf(policy, model, ask));
}

/**
 * Why pools chose as they did: `haiku is good enough: 93% on refund, at least 91% (required 90%)`. Undefined where
 * quality was not compared, as for a conversation that stays with its model.
 */
export function qualityWords(policy: Policy, plan: Plan, ask: AskFact): string | undefined {
  const told = plan.attempts.flatMap(({ model, goodEnoughAt, judged }) => {
    if (goodEnoughAt === undefined) return [];
    const own = judged?.find((member) => member.model === model);
    const others = (judged ?? []).filter((member) => member !== own && !member.verdict.goodEnough);
    const cell = qualityCellOf(policy, model, ask);
    return [
      own === undefined ? choiceWords(model, goodEnoughAt, cell) : judgedWords(own),
      ...others.map((member) => verdictWords(member.model, member.verdict)),
    ];
  });
  return told.length === 0 ? undefined : told.join('; ');
}

/** A model that is used although it is not good enough is the first that can serve. */
function judgedWords({ model, verdict }: JudgedMember): string {
  const words = verdictWords(model, verdict);
  return verdict.goodEnough ? words : `${words}, but it is the first that can serve`;
}

function choiceWords(model: string, bound: number, cell: QualityCell | undefined): string {
  if (cell !== undefined && (provenQuality(cell) ?? 0) >= bound)
    return `${model} is good enough: ${expectedWords(cell)} (required ${bound}%)`;
  const first = `no candidate is known to be good enough at ${bound}%, so ${model} is used as the first that can serve`;
  return cell === undefined ? first : `${first}: ${expectedWords(cell)}`;
}

function expectedWords({ intent, complexity, quality, low }: QualityCell): string {
  const about = [
    ...(intent === '*' ? [] : [intent]),
    ...(complexity === undefined ? [] : [`${complexity} complexity`]),
  ].join(' of ');
  return `${round(quality)}%${about === '' ? '' : ` on ${about}`}, at least ${round(low)}%`;
}

function round(percent: number): number {
  return Math.round(percent * 10) / 10;
}
