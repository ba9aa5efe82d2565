/**
 * Evaluates a recorded request with a policy: rules in order over the recorded facts, then the plan. Where the policy
 * reads a fact that was not recorded, the result is *undetermined*, with the fact's name; nothing is guessed. It
 * reads the graph's rules and not the evaluator, because private texts are known only by the patterns they fitted.
 */
import type { DecisionGraph, Rule, Side } from '../graph/decision-graph.ts';
import { makePlan } from '../planning/make-plan.ts';
import type { Exploring, Needs, Plan, PlanWorld } from '../planning/plan.ts';
import { qualityIn, qualityRowsOf } from '../planning/plan-quality.ts';
import type { Policy } from '../semantics/model.ts';
import { keyWords } from '../vocabulary/fact-spec.ts';
import type { FactSpec } from '../vocabulary/value-set.ts';
import { type Certain, factIsIn, recordedShare, recordedValue } from './recorded-facts.ts';
import type { RecordedLine } from './recorded-line.ts';

export interface ReplayPolicy {
  readonly policy: Policy;
  readonly graph: DecisionGraph;
  readonly hash: string;
}

export type Replayed =
  | { readonly kind: 'decided'; readonly plan: Plan }
  /** No route holds. */
  | { readonly kind: 'none' }
  /** What is missing in the line, as a clause without a full stop. */
  | { readonly kind: 'undetermined'; readonly because: string };

/** `never`: what pools choose by themselves. */
export function replayDecision(
  serving: ReplayPolicy,
  line: RecordedLine,
  exploring: Exploring = line.inputs.unexplored === true ? 'never' : 'by share',
): Replayed {
  const replayed = replayRule(serving.graph, line);
  return replayed.kind === 'rule' ? planned(serving, replayed.rule, line, exploring) : replayed;
}

export type ReplayedRule =
  /** Index into `graph.rules`. */
  { readonly kind: 'rule'; readonly rule: number } | Exclude<Replayed, { readonly kind: 'decided' }>;

/** The first rule that surely holds, where all above it surely do not. */
export function replayRule(graph: DecisionGraph, line: RecordedLine): ReplayedRule {
  const missing = new Set<string>();
  const sideHolds = ({ fact, set }: Side): Certain => {
    const spec = graph.facts[fact];
    const holds = spec === undefined ? undefined : factIsIn(line, spec, set);
    if (holds === undefined && spec !== undefined) missing.add(spec.id);
    return holds;
  };
  for (const [index, rule] of graph.rules.entries()) {
    missing.clear();
    const holds = ruleHolds(rule, sideHolds);
    if (holds === true) return { kind: 'rule', rule: index };
    if (holds === undefined) {
      const because = `${[...missing].join(', ')} ${missing.size === 1 ? 'was' : 'were'} not recorded`;
      return { kind: 'undetermined', because };
    }
  }
  return { kind: 'none' };
}

function ruleHolds({ boxes, also = [] }: Rule, sideHolds: (side: Side) => Certain): Certain {
  return every([boxes, ...also], (group) => some(group, (box) => every(box, sideHolds)));
}

/** Three-valued: a certain no decides, whatever the others are. */
function every<T>(items: readonly T[], holds: (item: T) => Certain): Certain {
  const answers = items.map(holds);
  return answers.includes(false) ? false : answers.includes(undefined) ? undefined : true;
}

function some<T>(items: readonly T[], holds: (item: T) => Certain): Certain {
  const answers = items.map(holds);
  return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
}

function planned(serving: ReplayPolicy, rule: number, line: RecordedLine, exploring: Exploring): Replayed {
  const missing = new Set<string>();
  const world = { ...worldOf(serving, line, missing), exploring };
  const plan = makePlan(serving.policy, serving.graph, rule, world);
  const because = `${[...missing].join(', ')} ${missing.size === 1 ? 'was' : 'were'} not recorded`;
  return missing.size > 0 ? { kind: 'undetermined', because } : { kind: 'decided', plan };
}

/** Providers without recorded state are healthy and idle, as in a test. */
function worldOf({ policy, hash }: ReplayPolicy, line: RecordedLine, missing: Set<string>): PlanWorld {
  const { states, turns, latencies, loads, rollouts, qualities, pinned } = line.inputs;
  return {
    needs: needsOf(line),
    ...(pinned === undefined ? {} : { pinned }),
    prompt: promptToday(policy, line, missing),
    share(key, salt) {
      const share = recordedShare(line, key, salt);
      if (share === undefined) missing.add(`the share of ${keyWords(key)} in ${salt.split('\0')[0] ?? salt}`);
      return share ?? null;
    },
    state: (deployment) => states?.[deployment] ?? 'ready',
    turn: (pool) => turns?.[pool] ?? 0,
    latency: (model) => latencies?.[model],
    load: (deployment) => loads?.[deployment] ?? 0,
    rolloutShare(name) {
      const rollout = policy.targets.get(name);
      const first = rollout?.kind === 'rollout' ? rollout.steps[0]?.share : undefined;
      return rollouts?.[name] ?? first ?? 0;
    },
    quality: (model) =>
      line.policy.hash === hash ? qualities?.[model] : qualityToday(policy, line, model, missing),
  };
}

/** The log has no prompts: scores of another prompt file cannot be computed. */
function promptToday(
  { quality }: Policy,
  { inputs: { prompt } }: RecordedLine,
  missing: Set<string>,
): PlanWorld['prompt'] {
  const file = quality?.prompts?.hash;
  if (file === undefined) return undefined;
  return {
    file,
    score(model) {
      if (prompt?.file !== file) missing.add('the prompt');
      else if (prompt.scores[model] === undefined && Object.keys(prompt.scores).length > 0) {
        missing.add(`the score of the prompt for ${model}`);
      }
      return prompt?.file === file ? prompt.scores[model] : undefined;
    },
  };
}

/** With another table than the recorded one, which is read with the recorded facts. */
function qualityToday(
  policy: Policy,
  line: RecordedLine,
  model: string,
  missing: Set<string>,
): number | undefined {
  const rows = qualityRowsOf(policy, model);
  const isAsked = ({ domain }: FactSpec): boolean =>
    rows.some(({ intent, complexity }) =>
      domain.kind === 'choice' ? intent !== '*' : complexity !== undefined,
    );
  return qualityIn(policy, (spec) => {
    const value = recordedValue(line, spec);
    if (value === undefined && isAsked(spec)) missing.add(spec.id);
    return value;
  })(model);
}

export function needsOf({ inputs: { needs } }: RecordedLine): Needs {
  const { tools = false, images = false, json = false, audio = false, trimmed = {} } = needs;
  const { inputTokens, outputTokens } = needs;
  // For a trim size that was not recorded, the untrimmed size is used.
  const left = (tokens: number): number => trimmed[tokens] ?? inputTokens;
  const output = outputTokens === undefined ? {} : { outputTokens };
  return { inputTokens, ...output, trimmed: left, tools, images, json, audio };
}
