/**
 * What the primary holds for all workers, and how it passes on what one of them observes. Knows no process: workers
 * are numbers with a channel.
 */
import { createConcurrencyLimiter, type LocalPlaces } from '../admission/limits/concurrency-limiter.ts';
import { createBudgetGate } from '../ledger/budget-gate.ts';
import type { Log } from '../observe/log.ts';
import { metricsText, type OpenService } from '../open-service.ts';
import { systemClock } from '../upstream/clock.ts';
import type { Channel } from './channel.ts';
import type { ForPrimary, HealthNews, OperatorView, RolloutShare, StoreState } from './protocol.ts';

export type WorkerChannel = Channel<ForPrimary>;

/** Milliseconds between reports of the store, and looks at rollouts for changes that workers must know. */
const LOOK = 50;
/** Milliseconds for a worker to answer what a view of the whole service needs; a busy one is left out. */
const PATIENCE = 2_000;
/** Warnings that are remembered, so that each is logged once. */
const WARNINGS = 20_000;

export class SharedState {
  readonly open: OpenService;
  readonly log: Log;
  readonly places: LocalPlaces = createConcurrencyLimiter(systemClock);
  /** Workers that can be asked, by number. */
  readonly workers = new Map<number, WorkerChannel>();
  /** Lines of the decision log that did not reach this process. */
  dropped = 0;
  readonly #inFlight = new Map<number, Map<string, number>>();
  readonly #warned = new Set<string>();
  readonly #timer: NodeJS.Timeout;
  #shares = '[]';

  constructor(open: OpenService, log: Log) {
    this.open = open;
    this.log = log;
    this.#timer = setInterval(() => this.#look(), LOOK);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  storeState(): StoreState {
    const { ledger } = this.open;
    return { progress: ledger.progress(), healthy: ledger.healthy() };
  }

  rolloutShares(): readonly RolloutShare[] {
    const { status } = this.open.traffic.rollouts;
    return status().map(({ policy, name, sharePercent }) => [policy, name, sharePercent]);
  }

  /** Calls it now, so that no worker decides with an older share than the answer to an operator shows. */
  tellRollouts(): void {
    const shares = this.rolloutShares();
    const text = JSON.stringify(shares);
    if (text === this.#shares) return;
    this.#shares = text;
    for (const worker of this.workers.values()) worker.tell('rolloutShares', shares);
  }

  /** What a worker has observed: known here, and to all others. */
  passOn(from: number, news: HealthNews): void {
    const { breakers, health } = this.open;
    for (const [deployment, one] of news.breakers) breakers.hear(deployment, one);
    for (const call of news.ended) health.hear(call);
    const own = this.#inFlight.get(from) ?? new Map<string, number>();
    this.#inFlight.set(from, own);
    for (const [deployment, inFlight] of news.inFlight) own.set(deployment, inFlight);
    for (const worker of this.others(from)) worker.tell('health', from, news);
  }

  /** A worker has ended: its calls in flight have, too. */
  forget(number: number): void {
    this.workers.delete(number);
    const inFlight = [...(this.#inFlight.get(number)?.keys() ?? [])].map((one) => [one, 0] as const);
    this.#inFlight.delete(number);
    this.passOn(number, { breakers: [], ended: [], inFlight });
    this.#inFlight.delete(number);
  }

  *others(than: number): Iterable<WorkerChannel> {
    for (const [number, worker] of this.workers) if (number !== than) yield worker;
  }

  /** Calls in flight in the other workers, for one that starts. */
  *inFlightElsewhere(than: number): Iterable<readonly [number: number, news: HealthNews]> {
    for (const [number, inFlight] of this.#inFlight)
      if (number !== than) yield [number, { breakers: [], ended: [], inFlight: [...inFlight] }];
  }

  warn(warning: object, bucket: string): void {
    if (this.#warned.has(bucket)) return;
    this.#warned.add(bucket);
    for (const oldest of this.#warned) {
      if (this.#warned.size <= WARNINGS) break;
      this.#warned.delete(oldest);
    }
    this.log.warn({ ...warning }, 'a budget has passed its warning mark');
  }

  async view(): Promise<OperatorView> {
    const budgets = await this.#budgets();
    return {
      status: this.open.policies.status(),
      shares: budgets.shares(),
      buckets: budgets.buckets(),
      rollouts: this.open.traffic.rollouts.status(),
    };
  }

  async metricsText(): Promise<string> {
    await Promise.all(
      [...this.workers.values()].map(async (worker) => {
        const changes = worker.ask('drainMetrics').then((more) => this.open.metrics.absorb(more));
        // A worker that ends meanwhile has sent what it had counted.
        await Promise.race([changes, after(PATIENCE)]).catch(() => {});
      }),
    );
    const budgets = await this.#budgets();
    const { decisions } = this.open;
    const all = { ...decisions, dropped: () => decisions.dropped() + this.dropped };
    return metricsText({ ...this.open, decisions: all }, budgets.shares());
  }

  /** As the ledger has them now: workers reserve, so this process has not seen the levels. */
  async #budgets() {
    const { ledger, policies } = this.open;
    const gate = createBudgetGate({ ledger, now: Date.now });
    await gate.recall((policies.current()?.all ?? []).map(({ policy }) => policy));
    return gate;
  }

  #look(): void {
    const state = this.storeState();
    for (const worker of this.workers.values()) worker.tell('store', state);
    this.tellRollouts();
  }
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
