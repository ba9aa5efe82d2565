/**
 * A recorded request decided again by a policy: rules in order over what the line holds, then the plan. Where the
 * policy asks what was not recorded the answer is *undetermined*, with the fact's name; nothing is guessed. It reads
 * the graph's rules and not the evaluator, because private texts are known only by the patterns they fitted.
 */
import type { DecisionGraph, Rule, Side } from '../graph/decision-graph.ts';
import type { Needs, Plan, PlanWorld } from '../graph/plan.ts';
import { makePlan } from '../planning/make-plan.ts';
import { qualityIn } from '../planning/plan-quality.ts';
import type { Policy } from '../semantics/model.ts';
import { keyWords } from '../vocabulary/fact-spec.ts';
import { type Certain, factIsIn, recordedShare } from './recorded-facts.ts';
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
  /** What the line does not say: a clause without a full stop. */
  | { readonly kind: 'undetermined'; readonly because: string };

export function replayDecision({ policy, graph }: ReplayPolicy, line: RecordedLine): Replayed {
  const replayed = replayRule(graph, line);
  return replayed.kind === 'rule' ? planned(policy, graph, replayed.rule, line) : replayed;
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

/** Three-valued: a certain no decides, whatever the others say. */
function every<T>(items: readonly T[], holds: (item: T) => Certain): Certain {
  const answers = items.map(holds);
  return answers.includes(false) ? false : answers.includes(undefined) ? undefined : true;
}

function some<T>(items: readonly T[], holds: (item: T) => Certain): Certain {
  const answers = items.map(holds);
  return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
}

function planned(policy: Policy, graph: DecisionGraph, rule: number, line: RecordedLine): Replayed {
  const missing = new Set<string>();
  const plan = makePlan(policy, graph, rule, worldOf(policy, line, missing));
  const because = `${[...missing].join(', ')} was not recorded`;
  return missing.size > 0 ? { kind: 'undetermined', because } : { kind: 'decided', plan };
}

/** Providers that the line says nothing of are healthy and quiet, as in a test. */
function worldOf(policy: Policy, line: RecordedLine, missing: Set<string>): PlanWorld {
  const { states, turns, latencies, loads, rollouts, qualities, pinned } = line.inputs;
  // By today's table where the line tells what it was asked about, else as it was.
  const today = qualityIn(policy, ({ id }) => line.inputs.facts[id]);
  return {
    needs: needsOf(line),
    ...(pinned === undefined ? {} : { pinned }),
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
    quality: (model) => today(model) ?? qualities?.[model],
  };
}

export function needsOf({ inputs: { needs } }: RecordedLine): Needs {
  const { tools = false, images = false, json = false, audio = false, ...sizes } = needs;
  return { ...sizes, tools, images, json, audio };
}
