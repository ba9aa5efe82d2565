/**
 * One scenario against one policy: decide, plan, and walk the plan while the scenario's failures happen. The same
 * evaluator, planner and stepper as in the service; only the outside world is simulated. Must not know expectations.
 */
import type { Decided, DecisionGraph, PathStep, Rule, Undecided } from '../../graph/decision-graph.ts';
import { evaluate } from '../../graph/evaluate.ts';
import { needsAfter, outputToExpect } from '../../planning/expected-output.ts';
import { makePlan, routeNamed } from '../../planning/make-plan.ts';
import { firstStep, nextStep, unaffordableStep } from '../../planning/next-attempt.ts';
import type { Plan, Reason, RefusalCode } from '../../planning/plan.ts';
import { costUsd } from '../../planning/price.ts';
import { strongerReason } from '../../planning/stronger-reason.ts';
import type { FailureClass } from '../../semantics/failures.ts';
import type { FactValue } from '../../vocabulary/value-set.ts';
import { budgetFacts } from '../bind/bind-budget.ts';
import type { Scenario } from '../bind/scenario.ts';
import type { TestedPolicy } from '../bind/tested-policy.ts';
import { type NotAdmitted, whyNotAdmitted, whyOverLimit } from './scenario-budgets.ts';
import { type CountText, factOf, type ScenarioFacts, scenarioFacts } from './scenario-facts.ts';
import { ask, scenarioWorld } from './scenario-world.ts';
import { type Failures, failuresOf } from './scripted-failures.ts';

export interface RunAttempt {
  readonly model: string;
  readonly deployment: string;
  /** Into the plan's attempts. */
  readonly index: number;
  /** Undefined: it answered. */
  readonly failure?: FailureClass;
  /** The split or rollout arm that led here. */
  readonly arm?: string;
}
export interface Run {
  /** Undefined: no route holds. */
  readonly route?: string;
  readonly rule?: Rule;
  readonly reason: Reason;
  /** The model that answered. */
  readonly model?: string;
  readonly label?: string;
  readonly attempts: readonly RunAttempt[];
  /** Estimate for the answer in US dollars, 0 without one; undefined where the model has no price. */
  readonly costUsd?: number;
  readonly refused?: {
    readonly status: number;
    readonly message: string;
    readonly by: RefusalCode | NotAdmitted['by'] | 'not_served';
  };
  /** The status for the caller when every attempt failed. */
  readonly failedWith?: number;
  readonly path: readonly PathStep[];
  readonly removed: Plan['removed'];
  /** Where the target is used; of the last evaluation, where there were two. */
  readonly plan?: Plan;
  readonly facts: ScenarioFacts;
}

/** The graph must exist: a policy with errors is not run. */
export function runScenario(tested: TestedPolicy, scenario: Scenario, countText: CountText): Run {
  const failures = failuresOf(scenario);
  const spending = scenarioFacts(tested, scenario, countText);
  const learned = new Map<string, FactValue>();
  const asked = new Set<string>();
  let told = spending;
  let attempts: readonly RunAttempt[] = [];
  /** The facts after a budget has refused, where another route matches the request then. */
  let instead: ScenarioFacts | undefined;

  const movesOn: MovesOn = (stopped, plan, model) => {
    if (plan.explored !== undefined && plan.attempts[0]?.model === model) {
      instead = scenarioFacts(tested, { ...told.scenario, explored: new Set() }, countText);
      return false;
    }
    const budget = tested.policy.budgets.get(stopped.name);
    if (stopped.by !== 'budget' || budget === undefined) return false;
    if (asked.has(budget.name)) return true;
    asked.add(budget.name);
    const used = scenario.facts.get(`budget ${budget.name} used`);
    for (const [id, value] of budgetFacts(budget, Math.max(100, Number(used ?? 0)), 0))
      learned.set(id, value);
    const degraded = { ...told.scenario, facts: new Map([...scenario.facts, ...learned]) };
    const again = scenarioFacts(tested, degraded, countText);
    if (routeUnder(again) === plan.route) return true;
    instead = again;
    return false;
  };

  for (;;) {
    const { run, stopped } = runOnce(told, spending, failures, attempts, movesOn);
    if (stopped === undefined || instead === undefined) {
      return stopped || asked.size === 0 ? run : { ...run, reason: strongerReason(run.reason, 'budget') };
    }
    told = instead;
    instead = undefined;
    attempts = run.attempts;
  }
}

/**
 * Whether a plan continues with its next step after a budget had no room for one; otherwise the run ends there. What was
 * only explored is not tried at any cost: the pool then chooses by itself.
 */
type MovesOn = (stopped: NotAdmitted, plan: Plan, model: string) => boolean;

function routeUnder(facts: ScenarioFacts): string | undefined {
  const { graph } = facts.tested;
  if (!graph) return undefined;
  const decision = decide(graph, facts);
  return decision.kind === 'none' ? undefined : graph.rules[decision.rule]?.route;
}

interface Once {
  readonly run: Run;
  /** What prevented an attempt from being sent. */
  readonly stopped?: NotAdmitted;
}

/** `facts` are what the policy reads; `spending` is the actual budget. */
function runOnce(
  facts: ScenarioFacts,
  spending: ScenarioFacts,
  failures: Failures,
  before: readonly RunAttempt[],
  movesOn: MovesOn,
): Once {
  const { tested } = facts;
  const { policy, graph } = tested;
  if (!graph) throw new Error(`policy "${policy.name}" has no graph to run`);
  const asked = scenarioName(facts);
  if (asked !== undefined) {
    const served = `it serves ${policy.serves.join(', ')}`;
    const message = `policy ${policy.name} does not serve "${asked}": ${served}`;
    const refused = { status: 404, message, by: 'not_served' } as const;
    return {
      run: { path: [], facts, attempts: before, costUsd: 0, reason: 'refused', removed: [], refused },
    };
  }
  const decision = decide(graph, facts);
  const shared = { path: decision.path, facts, attempts: before, costUsd: 0 };
  if (decision.kind === 'none') {
    const refused = {
      status: 403,
      message: 'no route matches this request',
      by: 'policy_refused',
    } as const;
    return { run: { ...shared, reason: 'refused', removed: [], refused } };
  }
  const plan = makePlan(policy, graph, decision.rule, scenarioWorld(facts));
  const { removed, route } = plan;
  const rule = graph.rules[decision.rule];
  const told = {
    ...shared,
    removed,
    route,
    plan,
    ...(rule === undefined ? {} : { rule }),
    ...(plan.label === undefined ? {} : { label: plan.label }),
  };
  if (plan.refusal) {
    const { status, message, code } = plan.refusal;
    return { run: { ...told, reason: 'refused', refused: { status, message, by: code } } };
  }
  const guard = routeNamed(policy, route)?.guard ?? { all: [] };
  const over = whyOverLimit(policy, guard, (name) => ask(facts, 'limit reached', name));
  if (over) return { run: refusedRun(told, over), stopped: over };
  return walk(plan, spending, failures, told, movesOn);
}

/** The name that the test asks for, where the policy does not serve it. */
function scenarioName({ scenario, tested }: ScenarioFacts): string | undefined {
  const asked = scenario.facts.get('asked for');
  const { serves } = tested.policy;
  if (typeof asked !== 'string' || serves.includes('*') || serves.includes(asked)) return undefined;
  return asked;
}

type Told = Pick<
  Run,
  'path' | 'facts' | 'attempts' | 'costUsd' | 'removed' | 'route' | 'rule' | 'label' | 'plan'
>;

function walk(plan: Plan, spending: ScenarioFacts, failures: Failures, told: Told, movesOn: MovesOn): Once {
  const { facts } = told;
  const { policy } = facts.tested;
  const needs = needsAfter(scenarioWorld(facts).needs, plan.transforms);
  const attempts: RunAttempt[] = [...told.attempts];
  let reason = plan.reason;
  let last: FailureClass | undefined;
  let step = firstStep(plan);
  let refused: NotAdmitted | undefined;
  while (step.kind !== 'give-up') {
    const { model: name = '', arm } = plan.attempts[step.index] ?? {};
    const { deployment } = step;
    const model = policy.models.get(name);
    if (!model) throw new Error(`the plan names "${name}", which the policy does not declare`);
    if (step.kind === 'fallback') reason = strongerReason(reason, 'fallback');
    const stopped = whyNotAdmitted(policy, model, needs, (budget) => ask(spending, 'budget used', budget));
    if (stopped) {
      refused ??= stopped;
      const next = movesOn(stopped, plan, name) ? unaffordableStep(plan, step) : undefined;
      if (next === undefined || next.kind === 'give-up')
        return { run: refusedRun({ ...told, attempts }, refused), stopped };
      step = next;
      continue;
    }
    const failure = failures(name, facts);
    attempts.push({
      model: name,
      deployment,
      index: step.index,
      ...(failure === undefined ? {} : { failure }),
      ...(arm === undefined ? {} : { arm }),
    });
    if (failure === undefined) {
      const usage = { inputTokens: needs.inputTokens, outputTokens: outputToExpect(needs, model) };
      const { costUsd: _, ...rest } = told;
      const cost = model.price ? { costUsd: costUsd(model.price, usage) } : {};
      return { run: { ...rest, ...cost, attempts, reason, model: name } };
    }
    last = failure;
    step = nextStep(plan, step, failure);
  }
  if (plan.orRefuse) {
    const refused = { ...plan.orRefuse, by: 'policy_refused' } as const;
    return { run: { ...told, attempts, reason: 'refused', refused } };
  }
  return { run: { ...told, attempts, reason, failedWith: statusOf(attempts, last) } };
}

function refusedRun(told: Told, { by, status, message }: NotAdmitted): Run {
  return { ...told, reason: 'refused', refused: { status, message, by } };
}

/** The status when every attempt failed (service.md, "Endpoints"). */
function statusOf(attempts: readonly RunAttempt[], last: FailureClass | undefined): number {
  if (last === 'timeout') return 504;
  if (attempts.every((attempt) => attempt.failure === 'rate-limit')) return 429;
  return last === 'bad-request' || last === 'too-long' || last === 'content-filter' ? 400 : 502;
}

function decide(graph: DecisionGraph, facts: ScenarioFacts): Decided | Undecided {
  const known = new Map<string, FactValue>();
  for (;;) {
    const decision = evaluate(graph, known);
    if (decision.kind !== 'need') return decision;
    known.set(decision.fact.id, factOf(facts, decision.fact));
  }
}
