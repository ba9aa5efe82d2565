/**
 * A plan: what a decision means for one request. Attempts in order, each with its deadlines and where each failure
 * class leads. Plain data, fully resolved: dispatch and the test runner only follow it.
 */
import type { PromptVerdict } from '../quality/judge-prompt.ts';
import type { FailureClass } from '../semantics/failures.ts';
import type { Deadlines, Refusal, TransformStep } from '../semantics/model.ts';
import type { KeySpec } from '../vocabulary/value-set.ts';

export const REASONS = [
  'matched',
  'otherwise',
  'canary',
  'split',
  'explored',
  'rollout',
  'pinned',
  'capability',
  'breaker',
  'fallback',
  'limit',
  'budget',
  'refused',
  'mirror',
] as const;
export type Reason = (typeof REASONS)[number];

/** What a candidate must support. */
export interface Needs {
  readonly inputTokens: number;
  /** Input tokens after trimming the history to a number of tokens; absent: nothing is removed. */
  trimmed?(tokens: number): number;
  /** Requested output tokens; undefined when the caller set no limit. */
  readonly outputTokens?: number;
  /** Number of requested choices (`n`); 1 by default. */
  readonly choices?: number;
  /** Tokens of a predicted output: rejected parts of it are billed as output. */
  readonly predictedTokens?: number;
  /** Tokens of reasoning that each choice may use in addition to `outputTokens`; 0 by default. */
  readonly thinkingTokens?: number;
  /** For models that charge for each. */
  readonly imageCount?: number;
  readonly tools: boolean;
  readonly images: boolean;
  readonly json: boolean;
  readonly audio: boolean;
}

/**
 * `not-callable`: this version does not support its provider's dialect. `other-dialect`: it supports the dialect, but
 * only for requests that are written in it.
 */
export type DeploymentState = 'ready' | 'no-key' | 'not-callable' | 'other-dialect' | 'open' | 'cooling';

/** What planning reads of the outside world; tests provide it from givens, the gateway from its state. */
export interface PlanWorld {
  readonly needs: Needs;
  /** Share of a key in [0, 100) under a salt, or null where the key is unknown. */
  share(key: KeySpec, salt: string): number | null;
  state(deployment: string): DeploymentState;
  /** For a deployment without a key: the reason. */
  whyNoKey?(deployment: string): string | undefined;
  /** Increments at each call: for round-robin pools. */
  turn(pool: string): number;
  /** Milliseconds to the first chunk, lower is better; undefined: not measured. */
  latency(model: string): number | undefined;
  /** Requests in flight. */
  load(deployment: string): number;
  /** Percent of the rollout's key space on the new target. */
  rolloutShare(rollout: string): number;
  /** Percent: lower bound of a model's expected quality for this request; undefined: not known. */
  quality?(model: string): number | undefined;
  /** The prompt, as the policy's prompt file scores it; the file is named by its hash. */
  readonly prompt?: PromptScores | undefined;
  /** Set when a tool loop or conversation stays with the model that began it. */
  readonly pinned?: string | undefined;
  /** Which requests pools explore; none by default. */
  readonly exploring?: Exploring;
}

export interface PromptScores {
  readonly file: string;
  /** Undefined: the file does not know the model, or the request has no text. */
  score(model: string): number | undefined;
}

/** What the prompt file predicts of a member. */
export interface JudgedMember {
  readonly model: string;
  readonly verdict: PromptVerdict;
}

/** `by share`: as pools say. Models: wherever one of them is another member that can serve (tests, examples). */
export type Exploring = 'by share' | 'never' | { readonly models: ReadonlySet<string> };

/** A member that a pool's `explore` chose at random. */
export interface Explored {
  /** Percent of requests, as the pool has it. */
  readonly share: number;
  /** The model that the pool would have chosen. */
  readonly insteadOf: string;
}

export interface PlannedAttempt {
  readonly model: string;
  /** Preferred first; a retry goes to the next one where there is one. */
  readonly deployments: readonly string[];
  readonly deadlines: Deadlines;
  /** More attempts on the same model, on classes that may be retried. */
  readonly retries: number;
  /** Milliseconds. */
  readonly hedgeAfter?: number;
  /** The output limit to send, where it is not the caller's own. */
  readonly outputLimit?: number;
  /** The model continues a last message of the assistant (`can prefill`). */
  readonly prefill?: boolean;
  /** Where a failure leads: index of the next attempt. A class that is missing ends the request. */
  readonly moves: Readonly<Partial<Record<FailureClass, number>>>;
  /** Percent: the `good enough at` of the pool that chose this model. */
  readonly goodEnoughAt?: number;
  /** Members of that pool that were judged by the prompt, as declared. */
  readonly judged?: readonly JudgedMember[];
  /** The split or rollout arm that led here, `sonnet-vs-gpt:sonnet`. */
  readonly arm?: string;
}

/** A split or rollout whose key is not known for the request, so that it could not divide by it. */
export interface Unkeyed {
  readonly target: string;
  readonly by: KeySpec;
}

/** A candidate that was not called. */
export interface Removed {
  readonly model: string;
  readonly deployment?: string;
  /** `budget`: only once the plan is carried out, where a reservation did not fit. */
  readonly kind:
    | 'window'
    | 'capability'
    | 'region'
    | 'no-key'
    | 'not-callable'
    | 'dialect'
    | 'breaker'
    | 'cooling'
    | 'budget';
  readonly because: string;
}

export interface Plan {
  readonly route: string;
  /** Why this target, as far as planning knows: a later fallback or budget may override it. */
  readonly reason: Reason;
  readonly attempts: readonly PlannedAttempt[];
  /** Where a pool explores: the probability with which the first attempt's model was chosen, explored or not. */
  readonly propensity?: number;
  readonly explored?: Explored;
  readonly removed: readonly Removed[];
  /** Where some are removed and their order decides (chains): all models under the target, in that order. */
  readonly inOrder?: readonly string[];
  readonly unkeyed?: readonly Unkeyed[];
  /** What the caller gets when no attempt is left: the route's message, or what planning found. */
  readonly refusal?: Refusal & { readonly code: RefusalCode };
  /** The route's refusal for the case that every attempt has failed (`or refuse`). */
  readonly orRefuse?: Refusal;
  /** Steps of all transforms, in order. */
  readonly transforms: readonly TransformStep[];
  /** More attempts on the same model after an answer failed its check (`on failure retry N`). */
  readonly checkRetries?: number;
  readonly label?: string;
  readonly onBrokenStream: 'continue' | 'restart' | 'error';
  readonly holdUntilComplete: boolean;
  /** Milliseconds for the whole request. */
  readonly whole: number;
  /** Upper bounds of attempts and milliseconds. */
  readonly worstCase: { readonly attempts: number; readonly ms: number };
}
/** `policy_refused` is the policy's own `refuse`. */
export type RefusalCode =
  | 'policy_refused'
  | 'context_length_exceeded'
  | 'unsupported_capability'
  | 'no_deployment';
