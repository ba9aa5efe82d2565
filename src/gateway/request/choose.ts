/**
 * From a request to a plan: reads the facts that matter, evaluates the graph, makes the plan. Calls no provider and
 * reserves nothing, so `POST /v1/route` is exactly this.
 */
import type { Decided, Undecided } from '../../language/graph/decision-graph.ts';
import { makePlan } from '../../language/planning/make-plan.ts';
import type { Exploring, Plan } from '../../language/planning/plan.ts';
import { planFacts } from '../../language/planning/plan-quality.ts';
import type { SeenWorld } from '../../language/replaying/recorded-inputs.ts';
import { WatchedWorld } from '../../language/replaying/watched-world.ts';
import type { FactSpec } from '../../language/vocabulary/value-set.ts';
import { decide } from '../facts/decide.ts';
import { extractFact } from '../facts/extractors.ts';
import { ApiError } from './api-error.ts';
import type { RequestContext } from './request-context.ts';

export interface RoutingDecision {
  readonly decided: Decided;
  readonly plan: Plan;
  /** What planning read of the state of the world, for the record. */
  readonly seen: SeenWorld;
  /** Milliseconds. */
  readonly factsMs: number;
  readonly decideMs: number;
}

/**
 * Fills `run.known` with every fact that was read; a promise only where one of them has to be awaited.
 * @throws ApiError where no route takes the request
 */
export function choose(
  run: RequestContext,
  exploring: Exploring = 'by share',
): RoutingDecision | Promise<RoutingDecision> {
  const began = performance.now();
  const decided = decide(run.serving.evaluator, run.known, run.sources);
  return decided instanceof Promise
    ? decided.then((found) => planned(run, exploring, began, found))
    : planned(run, exploring, began, decided);
}

function planned(
  run: RequestContext,
  exploring: Exploring,
  began: number,
  decided: Decided | Undecided,
): RoutingDecision | Promise<RoutingDecision> {
  const { policy, graph } = run.serving;
  if (decided.kind === 'none')
    throw new ApiError(403, 'policy_refused', `No route of policy ${policy.name} matches this request.`);
  const facts = planFacts(policy, graph, decided.rule);
  return facts.length === 0
    ? choiceOf(run, exploring, began, decided)
    : learn(run, facts).then(() => choiceOf(run, exploring, began, decided));
}

/** The facts that planning reads in addition to those of conditions. */
async function learn({ sources, known }: RequestContext, facts: readonly FactSpec[]): Promise<void> {
  for (const spec of facts) if (!known.has(spec.id)) known.set(spec.id, await extractFact(sources, spec));
}

function choiceOf(
  run: RequestContext,
  exploring: Exploring,
  began: number,
  decided: Decided,
): RoutingDecision {
  const factsAt = performance.now();
  const seen = new WatchedWorld(run, exploring);
  const plan = makePlan(run.serving.policy, run.serving.graph, decided.rule, seen);
  return { decided, plan, seen, factsMs: factsAt - began, decideMs: performance.now() - factsAt };
}
