/** The dependencies of a dispatcher, all passed in from outside, and its limits. Knows no policy. */
import type { Needs } from '../../language/planning/plan.ts';
import type { WireFacts } from '../../language/semantics/model.ts';
import type { CallerDialect, ProviderDialect } from '../dialects/dialect.ts';
import type { CircuitBreakers } from '../health/circuit-breaker.ts';
import type { Health } from '../health/deployment-health.ts';
import type { Clock } from '../upstream/clock.ts';
import type { Upstream } from '../upstream/upstream.ts';
import type { ExpectedUsage } from './charged-usage.ts';
import type { Usage } from './outcome.ts';
import type { TellWords } from './tell-words.ts';

/** Where a deployment's calls go. */
export interface UpstreamRoute {
  readonly upstream: Upstream;
  readonly dialect: ProviderDialect;
  /** The model's name there. */
  readonly upstreamId: string;
  /** Where callers of other dialects are answered, each in its own. */
  readonly others?: readonly UpstreamRoute[];
  /** Joined to the provider's address, `/chat/completions`. */
  readonly path: string;
  /** Simulated: no provider is called, and answers are marked as simulated. */
  readonly simulated?: true;
  /** What the model or its provider does not accept. */
  readonly wire?: WireFacts;
  /** Held members of a body that the policy passes on to the provider. */
  readonly pass?: readonly string[];
}

export interface DispatchLimits {
  /** Bytes of an unstreamed answer, and of a stream held until complete. */
  readonly answer: number;
  /** Bytes of one event of a stream: an image is one event. */
  readonly event: number;
  /** Bytes that a stream may bring before its first content. */
  readonly preamble: number;
  /** Bytes of a whole stream. */
  readonly stream: number;
  /** Bytes of an error body that are read. */
  readonly errorBody: number;
  /** Bytes kept for a caller that has not begun to read; then the upstream is paused. */
  readonly unread: number;
  /** Milliseconds of silence in a caller's stream after which a comment keeps the connection alive. */
  readonly keepAlive: number;
  /** Milliseconds an upstream has to end by itself after its last event, so that its connection can be used again. */
  readonly linger: number;
}

export const DEFAULT_LIMITS: DispatchLimits = {
  answer: 32 * 1_048_576,
  event: 16 * 1_048_576,
  preamble: 1_048_576,
  stream: 256 * 1_048_576,
  errorBody: 65_536,
  unread: 262_144,
  keepAlive: 10_000,
  linger: 1_000,
};

export interface DispatchSettings {
  /** For a caller of this dialect. Undefined: no such deployment, none that speaks it, or its key is absent. */
  upstreamFor(deployment: string, dialect: CallerDialect): UpstreamRoute | undefined;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** US dollars; undefined where the model has no price. */
  costOf(model: string, usage: Usage): number | undefined;
  /** The largest cost of a call. `needs` as they are after transforms. */
  expected(model: string, needs: Needs): ExpectedUsage;
  /** Converts characters to output tokens, where the upstream does not report usage. Default: four to a token. */
  readonly tokensIn?: (characters: number) => number;
  /** What a model can write at most, in tokens: its declared output limit, or else its window. */
  readonly outputLimit?: (model: string) => number | undefined;
  readonly breakers: CircuitBreakers;
  readonly health: Health;
  readonly limits?: Partial<DispatchLimits>;
  /** Which of a provider's words may be passed on; without it none. */
  readonly words?: TellWords;
}

/** The route for callers of a dialect, which is one object for both its sides; undefined where there is none. */
export function routeIn(route: UpstreamRoute | undefined, dialect: CallerDialect): UpstreamRoute | undefined {
  if (route === undefined || Object.is(route.dialect, dialect)) return route;
  return route.others?.find((other) => Object.is(other.dialect, dialect));
}
