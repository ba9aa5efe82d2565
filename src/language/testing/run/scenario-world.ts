/**
 * The outside world of a scenario for planning: healthy except for models that are down, idle, rollouts at their
 * first step. Knows no evaluation.
 */
import type { Needs, PlanWorld } from '../../planning/plan.ts';
import { qualityIn } from '../../planning/plan-quality.ts';
import { promptIn, scoreGiven } from '../../planning/prompt-quality.ts';
import { needFlags } from '../../planning/requirements.ts';
import { shareOf } from '../../planning/share.ts';
import { supposedTrim } from '../../planning/trim-history.ts';
import type { Policy } from '../../semantics/model.ts';
import { factId, factSpec } from '../../vocabulary/fact-spec.ts';
import type { FactKind } from '../../vocabulary/facts.ts';
import type { FactSpec } from '../../vocabulary/value-set.ts';
import { factOf, keyOf, type ScenarioFacts } from './scenario-facts.ts';

export function scenarioWorld(facts: ScenarioFacts): PlanWorld {
  const { policy } = facts.tested;
  const modelOf = modelOfDeployments(policy);
  return {
    needs: needsOf(facts),
    share(key, salt) {
      const id = factId('share', { key, salt });
      const spec = policy.facts.get(id);
      const told = facts.scenario.facts.get(id) ?? (spec && factOf(facts, spec));
      if (typeof told === 'number') return told;
      const value = keyOf(facts, key);
      return value === null ? null : shareOf(value, salt);
    },
    state: (deployment) => (isDown(facts, modelOf.get(deployment) ?? '') ? 'open' : 'ready'),
    turn: () => 0,
    latency: (model) => Number(ask(facts, 'p95 latency', model) ?? 0),
    load: (deployment) => Number(ask(facts, 'load', modelOf.get(deployment) ?? '') ?? 0),
    rolloutShare(name) {
      const rollout = policy.targets.get(name);
      const first = rollout?.kind === 'rollout' ? rollout.steps[0]?.share : undefined;
      return facts.scenario.rollouts.get(name) ?? first ?? 0;
    },
    quality: qualityIn(policy, (spec) => factOf(facts, spec)),
    prompt: givenPrompt(facts),
    exploring: { models: facts.scenario.explored },
  };
}

/** A given prediction takes the place of the message's. */
function givenPrompt({ scenario, tested: { policy } }: ScenarioFacts): PlanWorld['prompt'] {
  const read = promptIn(policy, () => scenario.message ?? null);
  if (read === undefined || scenario.predicted.size === 0) return read;
  return {
    file: read.file,
    score(model) {
      const expected = scenario.predicted.get(model);
      return expected === undefined ? read.score(model) : scoreGiven(policy, model, expected);
    },
  };
}

export function isDown(facts: ScenarioFacts, model: string): boolean {
  return ask(facts, 'is down', model) === true;
}

export function needsOf(facts: ScenarioFacts): Needs {
  const outputTokens = Number(ask(facts, 'output tokens') ?? 0);
  const inputTokens = Number(ask(facts, 'tokens') ?? 0);
  const messages = Number(ask(facts, 'messages') ?? 1);
  return {
    inputTokens,
    trimmed: facts.scenario.trimmed ?? ((tokens) => supposedTrim(inputTokens, messages, tokens)),
    ...(outputTokens > 0 ? { outputTokens } : {}),
    ...needFlags((feature) => ask(facts, 'request has', feature) === true),
    imageCount: Number(ask(facts, 'images') ?? 0),
  };
}

/** A fact by its row, whether the policy mentions it or not. */
export function ask(facts: ScenarioFacts, kind: FactKind, subject?: string): ReturnType<typeof factOf> {
  return factOf(facts, specOf(kind, subject));
}

/** Acceptance reads the same few facts tens of thousands of times. */
const specs = new Map<string, FactSpec>();

function specOf(kind: FactKind, subject: string | undefined): FactSpec {
  const key = subject === undefined ? kind : `${kind}\0${subject}`;
  const known = specs.get(key);
  if (known !== undefined) return known;
  const about = subject === undefined ? {} : { subject };
  const spec = factSpec(kind, about, { tiers: [], groups: new Map() });
  specs.set(key, spec);
  return spec;
}

/** By policy: the model of each deployment. */
const models = new WeakMap<Policy, ReadonlyMap<string, string>>();

function modelOfDeployments(policy: Policy): ReadonlyMap<string, string> {
  const known = models.get(policy);
  if (known !== undefined) return known;
  const made = new Map(
    [...policy.models.values()].flatMap((model) =>
      model.deployments.map((each) => [each.id, model.name] as const),
    ),
  );
  models.set(policy, made);
  return made;
}
