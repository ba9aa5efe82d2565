/**
 * The inputs of a decision, small enough for every line of the decision log and without private values: public facts
 * with their values, private texts only by which of the policy's patterns they fitted, and what planning read of the
 * outside world. `replay-decision.ts` decides from it again. Knows no gateway and no file.
 */
import type { GraphFact } from '../graph/decision-graph.ts';
import { matcherOf } from '../graph/match-text.ts';
import { patternKey } from '../graph/set-algebra.ts';
import { isPrivate } from '../graph/shown-value.ts';
import type { DeploymentState, Exploring, Needs, PlanWorld, PromptScores } from '../planning/plan.ts';
import { factId } from '../vocabulary/fact-spec.ts';
import type { FactValue, KnownFacts } from '../vocabulary/value-set.ts';

export interface RecordedInputs {
  /** Public facts by id; `null` where it was unknown, also for private facts. */
  readonly facts: Readonly<Record<string, FactValue>>;
  /** Private texts by fact id: patterns of the policy that fitted, and those that did not. */
  readonly fits?: Readonly<Record<string, Fits>>;
  /** Where keys fell in [0, 100), by the id of the share; `null` where the key was unknown. */
  readonly shares?: Readonly<Record<string, number | null>>;
  readonly needs: RecordedNeeds;
  /** Deployments that were not ready. */
  readonly states?: Readonly<Record<string, DeploymentState>>;
  /** Counters of round-robin pools. */
  readonly turns?: Readonly<Record<string, number>>;
  /** Milliseconds to the first chunk, by model. */
  readonly latencies?: Readonly<Record<string, number>>;
  /** Requests in flight, by deployment; none is left out. */
  readonly loads?: Readonly<Record<string, number>>;
  /** Percent on the new target, by rollout. */
  readonly rollouts?: Readonly<Record<string, number>>;
  /** Percent, by model. */
  readonly qualities?: Readonly<Record<string, number>>;
  /** Scores of the prompt by model, and the hash of the prompt file they are from. */
  readonly prompt?: { readonly file: string; readonly scores: Readonly<Record<string, number>> };
  readonly pinned?: string;
  /** A pool's choice at random was not possible, so it chose by itself. */
  readonly unexplored?: true;
}

/** `Needs` without the flags that are off. */
export type RecordedNeeds = Pick<Needs, 'inputTokens' | 'outputTokens'> & {
  /** Input tokens after trimming, by the trim size. */
  readonly trimmed?: Readonly<Record<string, number>>;
  readonly tools?: true;
  readonly images?: true;
  readonly json?: true;
  readonly audio?: true;
};

/** Pattern keys as `graph/set-algebra.ts` makes them. */
export interface Fits {
  readonly yes: readonly string[];
  readonly no: readonly string[];
}

/** What planning has read of the outside world; filled while a plan is made. */
export interface SeenWorld {
  readonly needs: Needs;
  readonly trimmed: Map<string, number>;
  readonly shares: Map<string, number | null>;
  readonly states: Map<string, DeploymentState>;
  readonly turns: Map<string, number>;
  readonly latencies: Map<string, number>;
  readonly loads: Map<string, number>;
  readonly rollouts: Map<string, number>;
  readonly qualities: Map<string, number>;
  /** Empty where no pool asked. */
  readonly prompts: Map<string, Map<string, number>>;
  readonly pinned?: string;
  readonly exploring?: Exploring;
}

/** The same world, recording every value it returns. */
export function watchedWorld(world: PlanWorld): { readonly world: PlanWorld; readonly seen: SeenWorld } {
  const { needs, pinned, exploring, prompt } = world;
  const seen: SeenWorld = {
    needs,
    trimmed: new Map(),
    shares: new Map(),
    states: new Map(),
    turns: new Map(),
    latencies: new Map(),
    loads: new Map(),
    rollouts: new Map(),
    qualities: new Map(),
    prompts: new Map(),
    ...(pinned === undefined ? {} : { pinned }),
    ...(exploring === undefined ? {} : { exploring }),
  };
  const noted = <V>(notes: Map<string, V>, id: string, value: V): V => {
    notes.set(id, value);
    return value;
  };
  const { trimmed } = needs;
  const watched: PlanWorld = {
    needs:
      trimmed === undefined
        ? needs
        : { ...needs, trimmed: (tokens) => noted(seen.trimmed, String(tokens), trimmed(tokens)) },
    ...(pinned === undefined ? {} : { pinned }),
    ...(exploring === undefined ? {} : { exploring }),
    ...(prompt === undefined ? {} : { prompt: watchedPrompt(prompt, seen.prompts) }),
    share: (key, salt) => noted(seen.shares, factId('share', { key, salt }), world.share(key, salt)),
    state: (deployment) => noted(seen.states, deployment, world.state(deployment)),
    whyNoKey: (deployment) => world.whyNoKey?.(deployment),
    turn: (pool) => noted(seen.turns, pool, world.turn(pool)),
    latency(model) {
      const value = world.latency(model);
      return value === undefined ? undefined : noted(seen.latencies, model, value);
    },
    load: (deployment) => noted(seen.loads, deployment, world.load(deployment)),
    rolloutShare: (rollout) => noted(seen.rollouts, rollout, world.rolloutShare(rollout)),
    quality(model) {
      const value = world.quality?.(model);
      return value === undefined ? undefined : noted(seen.qualities, model, value);
    },
  };
  return { world: watched, seen };
}

/** Also that a prompt was asked for and had no score: a request without text. */
function watchedPrompt({ file, score }: PromptScores, seen: SeenWorld['prompts']): PromptScores {
  return {
    file,
    score(model) {
      const scores = seen.get(file) ?? new Map<string, number>();
      seen.set(file, scores);
      const value = score(model);
      if (value !== undefined) scores.set(model, value);
      return value;
    },
  };
}

/**
 * @param asked facts of the graph that this decision asked, and their values. @param more public facts that are
 * available but were not read: a later policy may read them.
 */
export function recordInputs(
  graphFacts: readonly GraphFact[],
  asked: KnownFacts,
  seen: SeenWorld,
  more: Readonly<Record<string, FactValue>> = {},
): RecordedInputs {
  const facts: Record<string, FactValue> = { ...more };
  const fits: Record<string, Fits> = {};
  const shares = new Map(seen.shares);
  for (const spec of graphFacts) {
    const value = asked.get(spec.id);
    if (value === undefined) continue;
    if (spec.fact === 'share') shares.set(spec.id, typeof value === 'number' ? value : null);
    else if (value === null || !isPrivate(spec)) facts[spec.id] = value;
    else fits[spec.id] = fitsOf(spec, String(value));
  }
  const { inputTokens, outputTokens, tools, images, json, audio } = seen.needs;
  return {
    facts,
    ...given('fits', fits),
    ...given('shares', Object.fromEntries(shares)),
    needs: {
      inputTokens,
      ...given('trimmed', Object.fromEntries(seen.trimmed)),
      ...(outputTokens === undefined ? {} : { outputTokens }),
      ...(tools ? { tools } : {}),
      ...(images ? { images } : {}),
      ...(json ? { json } : {}),
      ...(audio ? { audio } : {}),
    },
    ...given('states', Object.fromEntries([...seen.states].filter(([, state]) => state !== 'ready'))),
    ...given('turns', Object.fromEntries(seen.turns)),
    ...given('latencies', Object.fromEntries(seen.latencies)),
    ...given('loads', Object.fromEntries([...seen.loads].filter(([, load]) => load !== 0))),
    ...given('rollouts', Object.fromEntries(seen.rollouts)),
    ...given('qualities', Object.fromEntries(seen.qualities)),
    ...promptSeen(seen),
    ...(seen.pinned === undefined ? {} : { pinned: seen.pinned }),
    ...(seen.exploring === 'never' ? { unexplored: true } : {}),
  };
}

function promptSeen({ prompts }: SeenWorld): Pick<RecordedInputs, 'prompt'> {
  for (const [file, scores] of prompts) return { prompt: { file, scores: Object.fromEntries(scores) } };
  return {};
}

function fitsOf({ patterns, unreached = [] }: GraphFact, value: string): Fits {
  const all = [...patterns, ...unreached];
  const keysThat = (wanted: boolean): string[] =>
    all.filter((pattern) => matcherOf(pattern)(value) === wanted).map(patternKey);
  return { yes: keysThat(true), no: keysThat(false) };
}

/** Empty members are left out of a line. */
function given<K extends string, V>(
  name: K,
  values: Readonly<Record<string, V>>,
): Partial<Record<K, Readonly<Record<string, V>>>> {
  return Object.keys(values).length === 0 ? {} : ({ [name]: values } as Record<K, typeof values>);
}
