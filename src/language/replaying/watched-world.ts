/**
 * A world that keeps every value it returns to planning, so that a decision can be replayed. A request's world is mostly
 * asked for little: what it was not asked for takes no memory. Decides nothing.
 */
import type { DeploymentState, Exploring, Needs, PlanWorld, PromptScores } from '../planning/plan.ts';
import { factId } from '../vocabulary/fact-spec.ts';
import type { KeySpec } from '../vocabulary/value-set.ts';
import type { SeenWorld } from './recorded-inputs.ts';

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

export class WatchedWorld implements PlanWorld, SeenWorld {
  readonly needs: Needs;
  readonly exploring?: Exploring;
  trimmed: ReadonlyMap<string, number> = NOTHING;
  shares: ReadonlyMap<string, number | null> = NOTHING;
  /** Only of deployments that were not ready. */
  states: ReadonlyMap<string, DeploymentState> = NOTHING;
  turns: ReadonlyMap<string, number> = NOTHING;
  latencies: ReadonlyMap<string, number> = NOTHING;
  loads: ReadonlyMap<string, number> = NOTHING;
  rollouts: ReadonlyMap<string, number> = NOTHING;
  qualities: ReadonlyMap<string, number> = NOTHING;
  prompts: ReadonlyMap<string, Map<string, number>> = NOTHING;
  readonly #world: PlanWorld;

  /** @param exploring which requests pools explore; without it as `world` says */
  constructor(world: PlanWorld, exploring = world.exploring) {
    const { needs } = world;
    const { trimmed } = needs;
    this.#world = world;
    if (exploring !== undefined) this.exploring = exploring;
    this.needs =
      trimmed === undefined ? needs : { ...needs, trimmed: (tokens) => this.#trim(trimmed, tokens) };
  }

  get pinned(): string | undefined {
    return this.#world.pinned;
  }

  get prompt(): PromptScores | undefined {
    const prompt = this.#world.prompt;
    return prompt && { file: prompt.file, score: (model) => this.#score(prompt, model) };
  }

  share(key: KeySpec, salt: string): number | null {
    const value = this.#world.share(key, salt);
    this.shares = noted(this.shares, factId('share', { key, salt }), value);
    return value;
  }

  state(deployment: string): DeploymentState {
    const value = this.#world.state(deployment);
    if (value !== 'ready' || this.states.has(deployment)) this.states = noted(this.states, deployment, value);
    return value;
  }

  whyNoKey(deployment: string): string | undefined {
    return this.#world.whyNoKey?.(deployment);
  }

  turn(pool: string): number {
    const value = this.#world.turn(pool);
    this.turns = noted(this.turns, pool, value);
    return value;
  }

  latency(model: string): number | undefined {
    const value = this.#world.latency(model);
    if (value !== undefined) this.latencies = noted(this.latencies, model, value);
    return value;
  }

  load(deployment: string): number {
    const value = this.#world.load(deployment);
    this.loads = noted(this.loads, deployment, value);
    return value;
  }

  rolloutShare(rollout: string): number {
    const value = this.#world.rolloutShare(rollout);
    this.rollouts = noted(this.rollouts, rollout, value);
    return value;
  }

  quality(model: string): number | undefined {
    const value = this.#world.quality?.(model);
    if (value !== undefined) this.qualities = noted(this.qualities, model, value);
    return value;
  }

  #trim(trimmed: (tokens: number) => number, tokens: number): number {
    const value = trimmed(tokens);
    this.trimmed = noted(this.trimmed, String(tokens), value);
    return value;
  }

  /** Also that a prompt was asked for and had no score: a request without text. */
  #score(prompt: PromptScores, model: string): number | undefined {
    const scores = this.prompts.get(prompt.file) ?? new Map<string, number>();
    this.prompts = noted(this.prompts, prompt.file, scores);
    const value = prompt.score(model);
    if (value !== undefined) scores.set(model, value);
    return value;
  }
}

/** `notes` with one more, made with the first. */
function noted<V>(notes: ReadonlyMap<string, V>, id: string, value: V): ReadonlyMap<string, V> {
  const own = notes.size === 0 ? new Map<string, V>() : (notes as Map<string, V>);
  return own.set(id, value);
}
