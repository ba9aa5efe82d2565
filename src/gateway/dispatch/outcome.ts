/**
 * The result of carrying out a plan: the contract between dispatch and the code that writes the answer. Knows no
 * policy, no HTTP framework and no ledger; those come in as functions.
 */
import type { ServerResponse } from 'node:http';
import type { Needs, PlannedAttempt, Removed } from '../../language/planning/plan.ts';
import type { PricedUsage } from '../../language/planning/price.ts';
import type { FailureClass } from '../../language/semantics/failures.ts';
import type { LeaveSignal } from '../bounds/leave-signal.ts';
import type { CallerDialect } from '../dialects/dialect.ts';

/** Usage as the upstream reported it, or as counted where it did not. */
export interface Usage extends PricedUsage {
  /** False: counted by llmr, because the upstream's report is missing or not credible. */
  readonly reported: boolean;
  /** The output is unknown, so the whole reservation is charged. */
  readonly estimated?: true;
  /** US dollars that the provider reports as billed. */
  readonly billedUsd?: number;
}

/** The result of one check of a route. */
export interface CheckResult {
  /** The check's name in the policy. */
  readonly check: string;
  readonly ok: boolean;
  /** Why it failed, in words that quote nothing of the answer. */
  readonly because?: string;
}

/** One call to one upstream; the record is complete once the attempt has ended. */
export interface AttemptRecord {
  readonly model: string;
  readonly deployment: string;
  /** A second call in parallel to a slow one. */
  hedge?: true;
  outcome: 'answered' | 'failed' | 'aborted' | 'pending';
  class?: FailureClass;
  status?: number;
  /** llmr's own description of a failure; nothing that the upstream sent. */
  message?: string;
  /** The provider's error code, where it is one word that holds no secret and nothing of the request. */
  code?: string;
  /** The parameter that the provider names: a path of names that requests have. */
  param?: string;
  /**
   * The provider's own words without known secrets, for admins, where the operator has enabled keeping them. May
   * quote the prompt.
   */
  providerMessage?: string;
  ms: number;
  /** When it began, on the clock's `elapsed`. */
  beganAt?: number;
  firstChunkMs?: number;
  usage?: Usage;
  /** Why `usage` differs from what the provider reported. */
  usageNote?: string;
  costUsd?: number;
  /** Events of the stream that could not be read and held nothing of the answer. */
  skippedEvents?: number;
  /** The results of the route's checks; absent where the answer was not checked. */
  checks?: readonly CheckResult[];
  /** Why it was sent more than once, where it was: still one attempt, with one reservation. */
  repeats?: readonly string[];
  /** How the request to this upstream differed from the caller's, in words. */
  changes?: readonly string[];
  /** Milliseconds the upstream asked to wait. */
  retryAfterMs?: number;
  /** False only where it is certain that nothing was sent. */
  maybeSent: boolean;
}

/** The verdict of budgets and limits before an attempt is sent. */
export type Admission =
  | {
      readonly ok: true;
      /** Absent where nothing was reserved. */
      readonly settle?: (record: AttemptRecord) => void | Promise<void>;
    }
  | {
      readonly ok: false;
      readonly by: 'budget' | 'limit' | 'unpriced' | 'store';
      readonly name: string;
      readonly message: string;
      /** Of a limit; absent where the request will never fit. */
      readonly retryAfterMs?: number;
    };

/** Neither a budget nor a limit applies. */
export const ADMITTED: Admission = { ok: true };

export type Refusal = Extract<Admission, { ok: false }>;

export interface Hooks {
  /** Called before each attempt (retry, fallback and hedge included); settles exactly once when it has ended. */
  admit(attempt: PlannedAttempt, deployment: string): Admission | Promise<Admission>;
  /** After a refusal: whether the plan continues with its next step, whatever the chain's `on` lists. */
  moveOn?(refusal: Refusal, attempt: PlannedAttempt): Promise<boolean>;
}

/** The caller's request, as far as upstreams need it. */
export interface OutgoingRequest {
  /** The caller's. */
  readonly dialect: CallerDialect;
  /** The caller's JSON bytes, untouched, `llmr` member included. */
  readonly body: Buffer;
  /** The same, parsed; read-only. */
  readonly json: Readonly<Record<string, unknown>>;
  readonly stream: boolean;
  /** What it needs, after transforms: for usage where an upstream does not report it. */
  readonly needs?: Needs;
  /** Headers that may be forwarded, already clean. */
  readonly headers: Readonly<Record<string, string>>;
  /** Aborts when the caller has left. */
  readonly signal: LeaveSignal;
  /** The llmr decision id, for `x-request-id` upstream. */
  readonly id: string;
  /**
   * Runs the route's checks. A failure leads to another attempt only for unstreamed answers and streams held until
   * complete; for any other stream it is only recorded.
   */
  readonly check?: ((text: string) => readonly CheckResult[]) | undefined;
  /** Put into the usage chunk or the JSON body when the caller requested it. */
  readonly decisionMember: (ending: Ending) => Record<string, unknown> | undefined;
}

/** How the relay of an answer ended. */
export interface Ending {
  readonly kind: 'complete' | 'broken' | 'caller-gone';
  readonly record: AttemptRecord;
}

interface Skipping {
  /** Models skipped after the plan was made, because a breaker had opened or a budget was spent. */
  readonly skipped?: readonly Removed[];
}

export type Outcome =
  | (Skipping & {
      readonly kind: 'answered';
      readonly record: AttemptRecord;
      readonly attempts: readonly AttemptRecord[];
      /** What transforms changed in the body, in words, for traces. */
      readonly changes?: readonly string[];
      readonly status: number;
      /** Upstream headers fit to be passed on. */
      readonly headers: Readonly<Record<string, string>>;
      /**
       * Writes body to `res` (headers were sent by the caller of this function) and ends it; never rejects. `ended` is
       * called once all records say how it ended, and before the caller can have seen that end.
       */
      relay(res: ServerResponse, ended?: () => void): Promise<Ending>;
    })
  | (Skipping & {
      readonly kind: 'failed';
      readonly attempts: readonly AttemptRecord[];
      readonly changes?: readonly string[];
      /** Of the last attempt. */
      readonly class: FailureClass;
      /** The provider's own words without known secrets, where the caller has to correct the request. For it alone. */
      readonly prose?: string;
    })
  | (Skipping & {
      readonly kind: 'not-admitted';
      readonly attempts: readonly AttemptRecord[];
      readonly admission: Refusal;
    })
  | { readonly kind: 'caller-gone'; readonly attempts: readonly AttemptRecord[] };
