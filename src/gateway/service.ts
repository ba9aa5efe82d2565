/**
 * Everything a request may use of its service, as one read-only record that `open-service.ts` fills. Holds no state of its
 * own.
 */
import type { DecisionDocument } from '../language/explaining/decision-document.ts';
import type { LiveReader } from '../meaning/live-reader.ts';
import type { ByteBudget } from './bounds/byte-budget.ts';
import type { Caller } from './callers/authenticate.ts';
import type { KeyStore } from './callers/key-store.ts';
import type { RefusedCallers } from './callers/refused-callers.ts';
import type { Feedback } from './decisions/feedback-log.ts';
import type { UnderWay } from './decisions/recent-decisions.ts';
import type { RecordEntry } from './decisions/record-entry.ts';
import type { BudgetGate } from './ledger/budget-gate.ts';
import type { Log } from './observe/log.ts';
import type { PolicyStatus } from './policies/reload/policy-store.ts';
import type { ServingSet } from './policies/serving-set.ts';
import type { Traffic } from './traffic/traffic.ts';

/** A service that runs. */
export interface Gateway {
  readonly url: string;
  readonly service: Service;
  /** Reads the policies again, whether or not a change was detected. Never rejects. */
  reload(): Promise<void>;
  /**
   * Stops accepting connections, waits at most `graceMs` for running answers (default: `drainSeconds`), then closes
   * everything.
   */
  close(graceMs?: number): Promise<void>;
}

export interface Service {
  readonly config: {
    readonly bodyLimitBytes: number;
    readonly corsOrigins: readonly string[];
    readonly stickyConversations: boolean;
  };
  /** The memory that the bodies of all requests share. */
  readonly bodies: ByteBudget;
  readonly keys: KeyStore;
  /** Notified of callers that are refused with 401. */
  readonly refused: RefusedCallers;
  readonly log: Log;
  /** Epoch milliseconds. */
  now(): number;
  /** The active policies; undefined before the first successful load. */
  current(): ServingSet | undefined;
  /** Reads intents, with the encoders of this service. */
  readonly reader: Pick<LiveReader, 'read'>;
  readonly budgets: BudgetGate;
  /** Limits, conversations, rollouts and copies. */
  readonly traffic: Traffic;
  /** Counters of round-robin pools. */
  turn(pool: string): number;
  /** What `turn` would return, without counting. */
  peekTurn(pool: string): number;
  /** A decision whose answer is under way can be looked up. */
  pending(id: string, answer: UnderWay): void;
  /** Called once, when nothing about a decision will change. */
  record(entry: RecordEntry): void;
  /** Undefined where there is none, or it belongs to another caller. */
  findDecision(id: string, caller: Caller): Promise<DecisionDocument | undefined>;
  /** Durable once it resolves; true where it replaces earlier feedback. */
  giveFeedback(decision: DecisionDocument, feedback: Feedback): Promise<boolean>;
  /** The latest feedback. */
  feedbackOn(decision: string): Promise<Feedback | undefined>;
  policyStatus(): PolicyStatus;
  storeAnswers(): boolean;
  /** Shutting down: running requests end, new ones should go elsewhere. */
  draining(): boolean;
  /** Call it before an operator's view is read: brings what only another process of this service knows. */
  refresh(): Promise<void>;
  /** Prometheus text. */
  metricsText(): string | Promise<string>;
}
