/**
 * Decides a request of `llmr explain` as the service would, with the same evaluator, planner and explanation. All
 * models are healthy and idle, every key is set and the time is now, unless the facts state otherwise.
 */

import type { CompiledPolicy } from '../../../language/compile.ts';
import {
  type BudgetDocument,
  type DecisionDocument,
  decisionDocument,
} from '../../../language/explaining/decision-document.ts';
import { planWords, skippedOf } from '../../../language/explaining/plan-words.ts';
import { readingWords } from '../../../language/explaining/reading-words.ts';
import { createEvaluator } from '../../../language/graph/evaluate.ts';
import { explainDecision } from '../../../language/graph/explain.ts';
import { makePlan, routeNamed } from '../../../language/planning/make-plan.ts';
import { planFacts, qualityWords } from '../../../language/planning/plan-quality.ts';
import type { Scenario } from '../../../language/testing/bind/scenario.ts';
import type { TestedPolicy } from '../../../language/testing/bind/tested-policy.ts';
import { factOf, type ScenarioFacts, scenarioFacts } from '../../../language/testing/run/scenario-facts.ts';
import { scenarioWorld } from '../../../language/testing/run/scenario-world.ts';
import { readClock } from '../../../language/vocabulary/read-clock.ts';
import type { FactSpec, FactValue } from '../../../language/vocabulary/value-set.ts';
import type { CompiledGraph } from '../../input/choose-policy.ts';

/** Undefined: no route matches the request. `now` is in epoch milliseconds. */
export async function decideAsked(
  compiled: CompiledGraph & Pick<TestedPolicy, 'vectorOf'>,
  scenario: Scenario,
  now: number,
  countText: (text: string) => number,
): Promise<DecisionDocument | undefined> {
  const { policy, graph, hash } = compiled;
  const facts = scenarioFacts(compiled, scenario, countText);
  const known = new Map<string, FactValue>();
  const notes: string[] = [];
  const evaluator = createEvaluator(graph);
  let decision = evaluator.evaluate(known);
  while (decision.kind === 'need') {
    known.set(decision.fact.id, await answerOf(facts, decision.fact, now, notes));
    decision = evaluator.evaluate(known);
  }
  if (decision.kind === 'none') return undefined;
  for (const spec of planFacts(policy, graph, decision.rule))
    if (!known.has(spec.id)) known.set(spec.id, await answerOf(facts, spec, now, notes));
  const plan = makePlan(policy, graph, decision.rule, scenarioWorld(facts));
  const chosen = qualityWords(policy, plan, ({ id }) => known.get(id));
  const route = routeNamed(policy, plan.route);
  if (route === undefined) throw new Error(`policy ${policy.name} has no route ${plan.route}`);
  const told = explainDecision(policy, graph, decision, known, readings(compiled, facts, known));
  return decisionDocument({
    policy,
    hash,
    route,
    known,
    path: told.path,
    skipped: told.skipped,
    explain: [
      told.explain,
      ...planWords(policy, plan, plan.attempts[0]?.model),
      ...(chosen ? [chosen] : []),
      ...(plan.refusal ? [plan.refusal.message] : []),
    ].join('; '),
    plan,
    passedOver: skippedOf(plan, plan.attempts[0]?.model),
    budgets: budgetsOf(compiled, facts),
    ...(notes.length === 0 ? {} : { notes }),
  });
}

/** A rules document is evaluated by its engine, as in the service; given facts are not evaluated. */
async function answerOf(
  facts: ScenarioFacts,
  spec: FactSpec,
  now: number,
  notes: string[],
): Promise<FactValue> {
  const { policy } = facts.tested;
  const document = spec.fact === 'rules' ? policy.ruleDocuments?.get(spec.subject ?? '') : undefined;
  if (document === undefined || facts.scenario.facts.has(spec.id)) return atTime(facts, spec, now);
  const { matchRules } = await import('../../../gateway/facts/rule-documents.ts');
  // Milliseconds: an explanation may take longer than a request.
  const answer = await matchRules(document, (asked) => atTime(facts, asked, now), 5_000);
  if (answer.note !== undefined) notes.push(answer.note);
  return answer.value;
}

/** Tests have a fixed time; an explanation uses the current time unless one is given. */
function atTime(facts: ScenarioFacts, spec: FactSpec, now: number): FactValue {
  const { facts: given } = facts.scenario;
  if (spec.zone === undefined || given.has(spec.fact) || given.has(spec.id)) return factOf(facts, spec);
  const reading = readClock(now, spec.zone);
  return spec.fact === 'time' ? Math.floor(reading.time) : spec.fact === 'day' ? reading.day : reading.date;
}

/** `0.91 (needs 0.78)` for every group that was read from the message. */
function readings(
  compiled: CompiledPolicy,
  facts: ScenarioFacts,
  known: ReadonlyMap<string, FactValue>,
): Map<string, string> {
  const notes = new Map<string, string>();
  for (const group of compiled.policy.intentGroups.keys()) {
    if (!known.has(group) || facts.scenario.facts.has(group)) continue;
    const reading = facts.reading(group);
    if (reading === undefined) continue;
    notes.set(group, readingWords(reading));
  }
  return notes;
}

function budgetsOf(compiled: CompiledPolicy, facts: ScenarioFacts): BudgetDocument[] {
  return [...compiled.policy.budgets.keys()].map((name) => {
    const used = facts.scenario.facts.get(`budget ${name} used`);
    return { name, usedPercent: used === undefined ? 0 : used === null ? null : Number(used) };
  });
}
