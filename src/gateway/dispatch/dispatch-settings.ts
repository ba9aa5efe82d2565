/**
 * What a dispatcher works with, all of it brought from outside, and the bounds it keeps. Knows no policy.
 */
import type { Needs } from '../../language/graph/plan.ts';
import type { Dialect } from '../dialects/dialect.ts';
import type { Clock } from '../upstream/clock.ts';
import type { Upstream } from '../upstream/upstream.ts';
import type { ExpectedUsage } from './charged-usage.ts';
import type { CircuitBreakers } from './circuit-breaker.ts';
import type { Health } from './health.ts';
import type { Usage } from './outcome.ts';
import type { TellWords } from './tell-words.ts';

/** Where a deployment's calls go. */
export interface UpstreamRoute {
  readonly upstream: Upstream;
  readonly dialect: Dialect;
  /** The model's name there. */
  readonly upstreamId: string;
  /** Joined to the provider's address, `/chat/completions`. */
  readonly path: string;
  /** Nothing is called: its answers are made up, and marked as such. */
  readonly simulated?: true;
}

export interface DispatchLimits {
  /** Bytes of an unstreamed answer, and of a stream held until complete. */
  readonly answer: number;
  /** Bytes of one event of a stream, and of what a stream may bring before its first content. */
  readonly event: number;
  /** Bytes of an error body that are read. */
  readonly errorBody: number;
  /** Bytes kept for a caller that has not begun to read; then the upstream is paused. */
  readonly unread: number;
  /** Milliseconds a caller's stream that has begun may be silent before a comment keeps the connection warm. */
  readonly keepAlive: number;
  /** Milliseconds for usage and the end of the stream after the model has finished. */
  readonly ending: number;
}

export const DEFAULT_LIMITS: DispatchLimits = {
  answer: 32 * 1_048_576,
  event: 1_048_576,
  errorBody: 65_536,
  unread: 262_144,
  keepAlive: 10_000,
  ending: 1_000,
};

export interface DispatchSettings {
  /** Undefined: no such deployment, or its key is absent. */
  upstreamFor(deployment: string): UpstreamRoute | undefined;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** US dollars; undefined where the model has no price. */
  costOf(model: string, usage: Usage): number | undefined;
  /** What a call may come to. `needs` as they are after transforms. */
  expected(model: string, needs: Needs): ExpectedUsage;
  /** Output tokens in so many characters, where the upstream does not tell usage. Default: four to a token. */
  readonly tokensIn?: (characters: number) => number;
  readonly breakers: CircuitBreakers;
  readonly health: Health;
  readonly limits?: Partial<DispatchLimits>;
  /** Which of a provider's words may leave; without it none does. */
  readonly words?: TellWords;
}
