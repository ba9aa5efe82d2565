/**
 * What the primary process and its workers ask of each other. The primary holds what must be exact: the ledger, the
 * permits, the rollouts, the files. Workers hold copies of what may be a moment old. Data only, as structured clones.
 */
import type { DecisionRecord } from '../../language/explaining/decision-record.ts';
import type { Wanted } from '../admission/limits/concurrency-limiter.ts';
import type { GatewayConfig } from '../config/config.ts';
import type { DecisionLine } from '../decisions/decision-log.ts';
import type { FeedbackLine } from '../decisions/feedback-log.ts';
import type { BreakerNews, BreakerSettings } from '../health/circuit-breaker.ts';
import type { EndedCall } from '../health/deployment-health.ts';
import type { BudgetWarning, SeenBucket } from '../ledger/budget-shares.ts';
import type { Bucket, Charge, Levels, Reservation, StoredBucket } from '../ledger/ledger.ts';
import type { MetricChanges } from '../observe/metrics.ts';
import type { ActiveSet } from '../policies/open-policies.ts';
import type { PolicyStatus } from '../policies/reload/policy-store.ts';
import type { Pin } from '../traffic/affinity/pins.ts';
import type { RolloutAction } from '../traffic/rollouts/change-rollout.ts';
import type { Sample } from '../traffic/rollouts/new-side.ts';
import type { Acted, RolloutStatus } from '../traffic/rollouts/rollouts.ts';

/** What a worker starts with; everything else follows as messages. */
export interface Beginning {
  readonly config: GatewayConfig;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly breaker: BreakerSettings | undefined;
}

/** What happened to deployments in one process. */
export interface HealthNews {
  readonly breakers: readonly (readonly [deployment: string, news: BreakerNews])[];
  readonly ended: readonly EndedCall[];
  /** Calls in flight, where that has changed. */
  readonly inFlight: readonly (readonly [deployment: string, inFlight: number])[];
}

/** What an operator's view shows and only the primary knows. */
export interface OperatorView {
  readonly status: PolicyStatus;
  readonly shares: ReadonlyMap<string, number>;
  readonly buckets: readonly SeenBucket[];
  readonly rollouts: readonly RolloutStatus[];
}

/** The state of the store, as `Ledger` shows it. */
export interface StoreState {
  readonly progress: number;
  readonly healthy: boolean;
}

export type RolloutShare = readonly [policy: string, name: string, percent: number];

/** What workers ask of the primary. */
export type ForWorkers = {
  reserve(id: string, charges: readonly Charge[], now: number): Promise<Reservation>;
  settle(id: string, amounts: ReadonlyMap<string, bigint>, now: number): Promise<Levels>;
  refund(id: string, now: number): Promise<Levels>;
  used(buckets: readonly Bucket[], now: number): Promise<Levels>;
  running(now: number): Promise<readonly StoredBucket[]>;
  /** `number` identifies the permit, or the wait for it, within the worker. */
  takePlace(number: number, wanted: Omit<Wanted, 'signal'>): Promise<'held' | 'full' | 'gone'>;
  /** Releases the permit, or ends the wait. */
  leavePlace(number: number): void;
  placesTaken(key: string): number;
  health(news: HealthNews): void;
  pin(pin: Pin): void;
  sampleRollout(policy: string, name: string, sample: Sample): void;
  actOnRollout(policy: string, name: string, action: RolloutAction): Promise<Acted>;
  metrics(changes: MetricChanges): void;
  decision(text: string, time: string): void;
  /** Lines of the log that did not even reach the primary. */
  dropped(lines: number): void;
  findDecision(id: string): Promise<DecisionLine | undefined>;
  giveFeedback(line: FeedbackLine): Promise<FeedbackLine | undefined>;
  findFeedback(decision: string): Promise<FeedbackLine | undefined>;
  budgetWarning(warning: BudgetWarning, bucket: string): void;
  operatorView(): Promise<OperatorView>;
  metricsText(): Promise<string>;
  /** The worker has loaded its code and can be asked. */
  loaded(): void;
};

/** What the primary asks of a worker. */
export type ForPrimary = {
  begin(beginning: Beginning): Promise<void>;
  /** Resolves when the worker serves this set, which is without tables of words. */
  serve(set: ActiveSet): Promise<void>;
  /** Resolves with the address. */
  listen(port: number): Promise<string>;
  /** `from`: the number of the worker that observed it, whose calls in flight these are. */
  health(from: number, news: HealthNews): void;
  pins(pins: readonly Pin[]): void;
  rolloutShares(shares: readonly RolloutShare[]): void;
  store(state: StoreState): void;
  /** Everything counted since the last time. */
  drainMetrics(): MetricChanges;
  recentDecision(id: string): DecisionRecord | undefined;
  /** Stops accepting; resolves when everything has ended or the time is up. */
  drain(graceMs: number): Promise<void>;
};
