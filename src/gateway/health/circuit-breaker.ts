/**
 * One circuit breaker per deployment: closed, open, half-open; plus the cool-down of a deployment that refuses
 * requests. Knows no plan: planning reads `state`, dispatch reports how calls ended.
 */
import { FAILURES, type FailureClass } from '../../language/semantics/failures.ts';
import type { Clock } from '../upstream/clock.ts';
import { type CoolDown, createCoolDown } from './cool-down.ts';

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
export interface Passage {
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
  enter(deployment: string, force: boolean): Passage | undefined;
  breaker(deployment: string): BreakerState;
  /** Every deployment seen so far, for metrics. */
  all(): Iterable<readonly [string, BreakerState]>;
}

interface Breaker {
  state: 'closed' | 'open';
  inARow: number;
  underWay: number;
  /** The last calls. */
  recent: { readonly at: number; readonly failed: boolean }[];
  openUntil: number;
  openFor: number;
  probing: number;
  readonly cooling: CoolDown;
}

/** Of the calls in flight. */
const SHARE = 0.2;

export function createCircuitBreakers(
  clock: Clock,
  settings: BreakerSettings = DEFAULT_BREAKER,
): CircuitBreakers {
  const breakers = new Map<string, Breaker>();
  const of = (deployment: string): Breaker => {
    let breaker = breakers.get(deployment);
    if (breaker === undefined) {
      breaker = {
        state: 'closed',
        inARow: 0,
        underWay: 0,
        recent: [],
        openUntil: 0,
        openFor: settings.open,
        probing: 0,
        cooling: createCoolDown(clock, settings),
      };
      breakers.set(deployment, breaker);
    }
    return breaker;
  };
  const enough = (least: number, { underWay }: Breaker): number =>
    Math.max(least, Math.ceil(underWay * SHARE));
  const see = (breaker: Breaker): BreakerState => {
    if (breaker.state === 'closed') return 'closed';
    return clock.elapsed() < breaker.openUntil ? 'open' : 'half-open';
  };
  const trip = (breaker: Breaker, openFor: number): void => {
    breaker.state = 'open';
    breaker.openFor = openFor;
    breaker.openUntil = clock.elapsed() + openFor;
    breaker.inARow = 0;
    breaker.recent = [];
  };
  const note = (breaker: Breaker, failed: boolean): void => {
    breaker.recent.push({ at: clock.elapsed(), failed });
    while (breaker.recent.length > enough(settings.sample, breaker)) breaker.recent.shift();
    breaker.inARow = failed ? breaker.inARow + 1 : 0;
  };
  const failing = (breaker: Breaker): boolean => {
    if (breaker.inARow >= enough(settings.failures, breaker)) return true;
    const [oldest] = breaker.recent;
    const sample = enough(settings.sample, breaker);
    if (oldest === undefined || breaker.recent.length < sample) return false;
    if (oldest.at < clock.elapsed() - settings.window) return false;
    const failures = breaker.recent.filter(({ failed }) => failed).length;
    return failures * 100 >= settings.percent * sample;
  };

  const passage = (breaker: Breaker, probe: boolean): Passage => {
    breaker.underWay += 1;
    const since = breaker.cooling.count;
    /** Failures in a row before this call's answer began. */
    let forgiven: number | undefined;
    const leave = (): void => {
      breaker.underWay -= 1;
      if (probe) breaker.probing -= 1;
    };
    return {
      answering() {
        if (breaker.state === 'open' || forgiven !== undefined) return;
        forgiven = breaker.inARow;
        note(breaker, false);
      },
      succeeded() {
        leave();
        breaker.cooling.worked(since);
        if (breaker.state === 'open') {
          // A call from before the breaker opened proves nothing; one that was let through since then does.
          if (!probe && see(breaker) === 'open') return;
          breaker.state = 'closed';
          breaker.openFor = settings.open;
          breaker.recent = [];
        }
        if (forgiven === undefined) note(breaker, false);
      },
      failed(failure, status, retryAfterMs, cools = true) {
        leave();
        const facts = FAILURES[failure];
        if (cools && (facts.cools === 'always' || (facts.cools === 'told' && retryAfterMs !== undefined))) {
          breaker.cooling.begin(since, retryAfterMs);
        }
        // A 4xx does not affect the deployment's health.
        if (!facts.breaker || (status !== undefined && status >= 400 && status < 500)) return;
        if (breaker.state === 'open') {
          if (probe) trip(breaker, Math.min(breaker.openFor * 2, settings.longestOpen));
          return;
        }
        breaker.inARow += forgiven ?? 0;
        note(breaker, true);
        if (failing(breaker)) trip(breaker, settings.open);
      },
      void: leave,
    };
  };

  return {
    state(deployment) {
      const breaker = breakers.get(deployment);
      if (breaker === undefined) return 'ready';
      const state = see(breaker);
      if (state === 'open' || (state === 'half-open' && breaker.probing >= settings.probes)) return 'open';
      return breaker.cooling.active() ? 'cooling' : 'ready';
    },
    enter(deployment, force) {
      const breaker = of(deployment);
      const state = see(breaker);
      if (!force && breaker.cooling.active()) return undefined;
      if (state === 'closed') return passage(breaker, false);
      if (state === 'half-open' && breaker.probing < settings.probes) {
        breaker.probing += 1;
        return passage(breaker, true);
      }
      return force ? passage(breaker, false) : undefined;
    },
    breaker: (deployment) => {
      const breaker = breakers.get(deployment);
      return breaker === undefined ? 'closed' : see(breaker);
    },
    *all() {
      for (const [deployment, breaker] of breakers) yield [deployment, see(breaker)] as const;
    },
  };
}
