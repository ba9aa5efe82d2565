/**
 * The world of one plan: however often planning reads a pool, one request takes one turn. Also collects the keys that are
 * not known. Decides nothing.
 */
import type { KeySpec } from '../vocabulary/value-set.ts';
import type { DeploymentState, Exploring, Needs, PlanWorld, PromptScores } from './plan.ts';

export class OneTurnWorld implements PlanWorld {
  readonly needs: Needs;
  readonly pinned?: string;
  readonly exploring?: Exploring;
  readonly prompt?: PromptScores;
  /** By salt of the split or rollout. */
  readonly unkeyed = new Map<string, KeySpec>();
  readonly #world: PlanWorld;
  readonly #turns = new Map<string, number>();

  constructor(world: PlanWorld) {
    const { needs, pinned, exploring, prompt } = world;
    this.#world = world;
    this.needs = needs;
    if (pinned !== undefined) this.pinned = pinned;
    if (exploring !== undefined) this.exploring = exploring;
    if (prompt !== undefined) this.prompt = prompt;
  }

  share(key: KeySpec, salt: string): number | null {
    const share = this.#world.share(key, salt);
    if (share === null && key.kind !== 'request') this.unkeyed.set(salt, key);
    return share;
  }

  turn(pool: string): number {
    const turn = this.#turns.get(pool) ?? this.#world.turn(pool);
    this.#turns.set(pool, turn);
    return turn;
  }

  state(deployment: string): DeploymentState {
    return this.#world.state(deployment);
  }

  whyNoKey(deployment: string): string | undefined {
    return this.#world.whyNoKey?.(deployment);
  }

  latency(model: string): number | undefined {
    return this.#world.latency(model);
  }

  load(deployment: string): number {
    return this.#world.load(deployment);
  }

  rolloutShare(rollout: string): number {
    return this.#world.rolloutShare(rollout);
  }

  quality(model: string): number | undefined {
    return this.#world.quality?.(model);
  }
}
