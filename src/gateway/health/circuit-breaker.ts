/**
 * One circuit breaker per deployment: closed, open, half-open; plus the cool-down of a deployment that refuses
 * requests. Knows no plan: planning reads `state`, dispatch reports how calls ended.
 */
import { FAILURES, type FailureClass } from '../../language/semantics/failures.ts';
import type { Clock } from '../upstream/clock.ts';
import { type CoolDown, createCoolDown } from './cool-down.ts';
import { RecentCalls } from './recent-calls.ts';

export interface BreakerSettings {
  /**
   * Number of consecutive failures that open it. This and `sample` are raised to a fifth of the calls in flight: of a
   * hundred calls that begin together the failures end first, and mean little while most are still running.
   */
  readonly failures: number;
  /**
   * Percentage of failures among the last `sample` calls that opens it, if all of them ended within `window`
   * milliseconds.
   */
  readonly percent: number;
  readonly sample: number;
  readonly window: number;
  /** Milliseconds it stays open, doubling up to `longestOpen` while probes fail. */
  readonly open: number;
  readonly longestOpen: number;
  /** Calls let through at once while half-open. */
  readonly probes: number;
  /** Longest Retry-After, in milliseconds, that is honored; the deployment is tried again after it. */
  readonly longestCooling: number;
  /** Milliseconds of cool-down where the provider does not give a time, doubling up to `longestUntold`. */
  readonly untold: number;
  readonly longestUntold: number;
}

export const DEFAULT_BREAKER: BreakerSettings = {
  failures: 5,
  percent: 50,
  sample: 20,
  window: 60_000,
  open: 5_000,
  longestOpen: 10_000,
  probes: 1,
  longestCooling: 300_000,
  untold: 1_000,
  longestUntold: 30_000,
};

export type BreakerState = 'closed' | 'open' | 'half-open';

/** One call that was let through. Exactly one of these is called, once. */
export interface Permit {
  /** The answer has begun: a sign of health, revoked if it breaks. A long stream counts before its end. */
  answering(): void;
  succeeded(): void;
  /** `cools` false: the failure is about this one request. */
  failed(
    failure: FailureClass,
    status: number | undefined,
    retryAfterMs: number | undefined,
    cools?: boolean,
  ): void;
  /** The outcome is unrelated to the deployment: the caller left, or the request was wrong. */
  void(): void;
}

export interface CircuitBreakers {
  /** The state for planning: `ready` also when half-open and another probe is allowed. */
  state(deployment: string): 'ready' | 'open' | 'cooling';
  /** Undefined: not now. With `force` always let through: the last candidate, or a retry that waited as asked. */
  enter(deployment: string, force: boolean): Permit | undefined;
  breaker(deployment: string): BreakerState;
  /** Every deployment seen so far, for metrics. */
  all(): Iterable<readonly [string, BreakerState]>;
}

/** What happened to a deployment in one process, as the other processes hear of it. */
export type BreakerNews =
  | { readonly kind: 'worked'; readonly calls: number }
  /** `inARow`: failures in a row until then. */
  | { readonly kind: 'failed'; readonly inARow: number }
  | { readonly kind: 'opened'; readonly openFor: number; readonly left: number }
  | { readonly kind: 'closed' }
  /** `left` 0: it is over. See `CoolDown`. */
  | { readonly kind: 'cooling'; readonly left: number; readonly untold: number };

export type TellBreakers = (deployment: string, news: BreakerNews) => void;

/** Breakers that several processes observe together. */
export interface SharedBreakers extends CircuitBreakers {
  hear(deployment: string, news: BreakerNews): void;
  /** The present state as news, for a process that starts. */
  news(): Iterable<readonly [deployment: string, news: BreakerNews]>;
}

/** Of the calls in flight. */
const SHARE = 0.2;
const ONE_WORKED: BreakerNews = { kind: 'worked', calls: 1 };

export function createCircuitBreakers(
  clock: Clock,
  settings: BreakerSettings = DEFAULT_BREAKER,
  /** Called for everything that other processes must hear of. */
  tell?: TellBreakers,
): SharedBreakers {
  const breakers = new Map<string, Breaker>();
  const of = (deployment: string): Breaker => {
    let breaker = breakers.get(deployment);
    if (breaker === undefined) {
      breaker = new Breaker(clock, settings, tell && ((news) => tell(deployment, news)));
      breakers.set(deployment, breaker);
    }
    return breaker;
  };
  return {
    state: (deployment) => breakers.get(deployment)?.forPlanning ?? 'ready',
    enter: (deployment, force) => of(deployment).enter(force),
    breaker: (deployment) => breakers.get(deployment)?.state ?? 'closed',
    *all() {
      for (const [deployment, breaker] of breakers) yield [deployment, breaker.state] as const;
    },
    hear: (deployment, news) => of(deployment).hear(news),
    *news() {
      for (const [deployment, breaker] of breakers)
        for (const news of breaker.news()) yield [deployment, news] as const;
    },
  };
}

class Breaker {
  readonly cooling: CoolDown;
  #inARow = 0;
  #underWay = 0;
  #probing = 0;
  readonly #recent = new RecentCalls();
  #closed = true;
  #openUntil = 0;
  #openFor: number;
  readonly #clock: Clock;
  readonly #settings: BreakerSettings;
  readonly #tell: ((news: BreakerNews) => void) | undefined;

  constructor(clock: Clock, settings: BreakerSettings, tell: ((news: BreakerNews) => void) | undefined) {
    this.#clock = clock;
    this.#tell = tell;
    this.#settings = settings;
    this.#openFor = settings.open;
    this.cooling = createCoolDown(clock, settings);
  }

  get state(): BreakerState {
    if (this.#closed) return 'closed';
    return this.#clock.elapsed() < this.#openUntil ? 'open' : 'half-open';
  }

  get forPlanning(): 'ready' | 'open' | 'cooling' {
    const { state } = this;
    if (state === 'open' || (state === 'half-open' && this.#probing >= this.#settings.probes)) return 'open';
    return this.cooling.active() ? 'cooling' : 'ready';
  }

  enter(force: boolean): Permit | undefined {
    if (!force && this.cooling.active()) return undefined;
    const { state } = this;
    const probe = state === 'half-open' && this.#probing < this.#settings.probes;
    if (state !== 'closed' && !probe && !force) return undefined;
    this.#underWay += 1;
    if (probe) this.#probing += 1;
    return new Call(this, probe);
  }

  left(probe: boolean): void {
    this.#underWay -= 1;
    if (probe) this.#probing -= 1;
  }

  /** An answer has begun. Returns the failures in a row that it has ended; undefined while the breaker is open. */
  answering(): number | undefined {
    if (!this.#closed) return undefined;
    const before = this.#inARow;
    this.#worked();
    return before;
  }

  /** `counted`: it was noted when its answer began. */
  succeeded(probe: boolean, counted: boolean): void {
    if (!this.#closed) {
      // A call from before the breaker opened proves nothing; one that was let through since then does.
      if (!probe && this.state === 'open') return;
      this.#close();
      this.#tell?.({ kind: 'closed' });
    }
    if (!counted) this.#worked();
  }

  /** `forgiven`: failures in a row that the beginning of this call's answer had ended. */
  failed(probe: boolean, forgiven: number): void {
    const { open, longestOpen } = this.#settings;
    if (!this.#closed) {
      if (probe) this.#open(Math.min(this.#openFor * 2, longestOpen));
      return;
    }
    this.#inARow += forgiven;
    this.#note(true);
    this.#tell?.({ kind: 'failed', inARow: this.#inARow });
    if (this.#isFailing()) this.#open(open);
  }

  /** Failures of other processes count as those of this one. */
  hear(news: BreakerNews): void {
    switch (news.kind) {
      case 'worked':
        if (!this.#closed) return;
        for (let left = Math.min(news.calls, this.#settings.sample); left > 0; left -= 1) this.#note(false);
        return;
      case 'failed':
        if (!this.#closed) return;
        this.#inARow = Math.max(this.#inARow, news.inARow - 1);
        this.#note(true);
        // The other process may know fewer of the failures before it.
        if (this.#isFailing()) this.#open(this.#settings.open);
        return;
      case 'opened':
        this.#trip(news.openFor, news.left);
        return;
      case 'closed':
        this.#close();
        return;
      case 'cooling':
        this.cooling.hear(news.left, news.untold);
    }
  }

  *news(): Iterable<BreakerNews> {
    if (!this.#closed) {
      const left = Math.max(0, this.#openUntil - this.#clock.elapsed());
      yield { kind: 'opened', openFor: this.#openFor, left };
    }
    if (this.cooling.left() > 0) yield this.#coolingNews();
  }

  tellCooling(): void {
    this.#tell?.(this.#coolingNews());
  }

  #coolingNews(): BreakerNews {
    return { kind: 'cooling', left: this.cooling.left(), untold: this.cooling.untold };
  }

  #worked(): void {
    this.#note(false);
    this.#tell?.(ONE_WORKED);
  }

  #close(): void {
    this.#closed = true;
    this.#openFor = this.#settings.open;
    this.#recent.clear();
  }

  #open(openFor: number): void {
    this.#trip(openFor, openFor);
    this.#tell?.({ kind: 'opened', openFor, left: openFor });
  }

  #enough(least: number): number {
    return Math.max(least, Math.ceil(this.#underWay * SHARE));
  }

  #note(failed: boolean): void {
    this.#recent.add(this.#clock.elapsed(), failed);
    this.#recent.keep(this.#enough(this.#settings.sample));
    this.#inARow = failed ? this.#inARow + 1 : 0;
  }

  #isFailing(): boolean {
    const { failures, sample, window, percent } = this.#settings;
    if (this.#inARow >= this.#enough(failures)) return true;
    const enough = this.#enough(sample);
    if (this.#recent.length < enough) return false;
    if (this.#recent.oldest < this.#clock.elapsed() - window) return false;
    return this.#recent.failures * 100 >= percent * enough;
  }

  #trip(openFor: number, left: number): void {
    this.#closed = false;
    this.#openFor = openFor;
    this.#openUntil = this.#clock.elapsed() + left;
    this.#inARow = 0;
    this.#recent.clear();
  }
}

class Call implements Permit {
  readonly #breaker: Breaker;
  readonly #probe: boolean;
  /** Cool-downs that had begun before. */
  readonly #since: number;
  /** Failures in a row before this call's answer began. */
  #forgiven: number | undefined;

  constructor(breaker: Breaker, probe: boolean) {
    this.#breaker = breaker;
    this.#probe = probe;
    this.#since = breaker.cooling.count;
  }

  answering(): void {
    this.#forgiven ??= this.#breaker.answering();
  }

  succeeded(): void {
    this.#breaker.left(this.#probe);
    if (this.#breaker.cooling.worked(this.#since)) this.#breaker.tellCooling();
    this.#breaker.succeeded(this.#probe, this.#forgiven !== undefined);
  }

  failed(
    failure: FailureClass,
    status: number | undefined,
    retryAfterMs: number | undefined,
    cools = true,
  ): void {
    this.#breaker.left(this.#probe);
    const facts = FAILURES[failure];
    if (cools && (facts.cools === 'always' || (facts.cools === 'told' && retryAfterMs !== undefined))) {
      if (this.#breaker.cooling.begin(this.#since, retryAfterMs)) this.#breaker.tellCooling();
    }
    // A 4xx does not affect the deployment's health.
    if (!facts.breaker || (status !== undefined && status >= 400 && status < 500)) return;
    this.#breaker.failed(this.#probe, this.#forgiven ?? 0);
  }

  void(): void {
    this.#breaker.left(this.#probe);
  }
}
