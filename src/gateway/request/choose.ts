/**
 * From a request to a plan: reads the facts that matter, evaluates the graph, makes the plan. Calls no provider and
 * reserves nothing, so `POST /v1/route` is exactly this.
 */
import type { Decided } from '../../language/graph/decision-graph.ts';
import { makePlan } from '../../language/planning/make-plan.ts';
import type { Exploring, Plan, PlanWorld } from '../../language/planning/plan.ts';
import { planFacts, qualityIn } from '../../language/planning/plan-quality.ts';
import { promptIn } from '../../language/planning/prompt-quality.ts';
import { shareOf } from '../../language/planning/share.ts';
import { type SeenWorld, watchedWorld } from '../../language/replaying/recorded-inputs.ts';
import { decide } from '../facts/decide.ts';
import { extractFact } from '../facts/extractors.ts';
import { keyValue } from '../facts/fact-sources.ts';
import { ApiError } from './api-error.ts';
import type { Run } from './run.ts';

export interface Choice {
  readonly decided: Decided;
  readonly plan: Plan;
  /** What planning read of the state of the world, for the record. */
  readonly seen: SeenWorld;
  /** Milliseconds. */
  readonly factsMs: number;
  readonly decideMs: number;
}

/** Fills `run.known` with every fact that was read. @throws ApiError where no route takes the request */
export async function choose(
  run: Run,
  turn: (pool: string) => number,
  exploring: Exploring = 'by share',
): Promise<Choice> {
  const { serving, sources, known } = run;
  const began = performance.now();
  const decided = await decide(serving.evaluator, known, (fact) => extractFact(sources, fact), run.prepare);
  if (decided.kind !== 'none') await learnForPlan(run, decided.rule);
  const factsAt = performance.now();
  if (decided.kind === 'none') {
    throw new ApiError(
      403,
      'policy_refused',
      `No route of policy ${serving.policy.name} matches this request.`,
    );
  }
  const { world, seen } = watchedWorld({ ...worldOf(run, turn), exploring });
  const plan = makePlan(serving.policy, serving.graph, decided.rule, world);
  return { decided, plan, seen, factsMs: factsAt - began, decideMs: performance.now() - factsAt };
}

/** The facts that planning reads in addition to those of conditions. */
async function learnForPlan({ serving, sources, known }: Run, rule: number): Promise<void> {
  for (const spec of planFacts(serving.policy, serving.graph, rule))
    if (!known.has(spec.id)) known.set(spec.id, await extractFact(sources, spec));
}

function worldOf(run: Run, turn: (pool: string) => number): PlanWorld {
  const { serving, sources } = run;
  return {
    needs: run.needs,
    share(key, salt) {
      const value = keyValue(sources, key);
      return value === null ? null : shareOf(value, salt);
    },
    state: (deployment) => serving.state(deployment),
    whyNoKey: (deployment) => serving.whyNoKey(deployment),
    turn,
    latency: (model) => serving.latency(model),
    load: (deployment) => serving.load(deployment),
    rolloutShare: (rollout) => serving.rolloutShare(rollout),
    quality: qualityIn(serving.policy, ({ id }) => run.known.get(id)),
    prompt: promptIn(serving.policy, () => sources.view.lastUserText),
    ...(run.pinned === undefined ? {} : { pinned: run.pinned }),
  };
}
