import { describe, expect, test } from 'vitest';
import {
  type CircuitBreakers,
  createCircuitBreakers,
  DEFAULT_BREAKER,
} from '../../../src/gateway/health/circuit-breaker.ts';
import type { FailureClass } from '../../../src/language/semantics/failures.ts';
import { type ManualClock, manualClock } from '../dispatch/manual-clock.ts';

function setUp(): {
  clock: ManualClock;
  breakers: CircuitBreakers;
  fail: (of?: FailureClass, status?: number) => void;
} {
  const clock = manualClock();
  const breakers = createCircuitBreakers(clock);
  const fail = (of: FailureClass = 'server-error', status?: number): void => {
    breakers.enter('d', true)?.failed(of, status, undefined);
  };
  return { clock, breakers, fail };
}

function times(count: number, run: () => void): void {
  for (let done = 0; done < count; done += 1) run();
}

describe('a circuit breaker', () => {
  test('opens after five failures in a row and lets one probe through after five seconds', () => {
    const { clock, breakers, fail } = setUp();
    times(4, fail);
    expect(breakers.state('d')).toBe('ready');
    fail();
    expect([breakers.state('d'), breakers.breaker('d'), breakers.enter('d', false)]).toEqual([
      'open',
      'open',
      undefined,
    ]);
    clock.pass(4_999);
    expect(breakers.state('d')).toBe('open');
    clock.pass(1);
    expect([breakers.state('d'), breakers.breaker('d')]).toEqual(['ready', 'half-open']);
    const probe = breakers.enter('d', false);
    expect(breakers.state('d')).toBe('open');
    expect(breakers.enter('d', false)).toBeUndefined();
    probe?.succeeded();
    expect([breakers.state('d'), breakers.breaker('d')]).toEqual(['ready', 'closed']);
  });

  test('is not tripped by the failures of a crowd, which end before its successes', () => {
    const { breakers } = setUp();
    const crowd = Array.from({ length: 200 }, () => breakers.enter('d', false));
    for (const call of crowd.splice(0, 20)) call?.failed('overload', undefined, undefined);
    expect(breakers.breaker('d')).toBe('closed');
    for (const call of crowd) call?.answering();
    for (const call of crowd) call?.succeeded();
    expect(breakers.breaker('d')).toBe('closed');
  });

  test('is tripped by a crowd of which most fail', () => {
    const { breakers } = setUp();
    const crowd = Array.from({ length: 200 }, () => breakers.enter('d', false));
    for (const call of crowd.splice(0, 45)) call?.failed('overload', undefined, undefined);
    expect(breakers.breaker('d')).toBe('open');
  });

  test('counts streams that begin well and break, in a row', () => {
    const { breakers } = setUp();
    times(5, () => {
      const call = breakers.enter('d', false);
      call?.answering();
      call?.failed('broken-stream', 200, undefined);
    });
    expect(breakers.breaker('d')).toBe('open');
  });

  test('a failed probe doubles the time, up to ten seconds', () => {
    const { clock, breakers, fail } = setUp();
    times(5, fail);
    for (const wait of [5_000, 10_000, 10_000]) {
      clock.pass(wait - 1);
      expect(breakers.state('d')).toBe('open');
      clock.pass(1);
      breakers.enter('d', false)?.failed('timeout', undefined, undefined);
    }
    clock.pass(10_000);
    breakers.enter('d', false)?.succeeded();
    times(5, fail);
    clock.pass(5_000);
    expect(breakers.state('d')).toBe('ready');
  });

  test('a probe that tells nothing leaves room for the next', () => {
    const { clock, breakers, fail } = setUp();
    times(5, fail);
    clock.pass(5_000);
    breakers.enter('d', false)?.void();
    expect(breakers.state('d')).toBe('ready');
    expect(breakers.breaker('d')).toBe('half-open');
  });

  test('opens when half of the last twenty calls failed, in whatever order', () => {
    const { breakers, fail } = setUp();
    for (let count = 0; count < 10; count += 1) {
      fail();
      expect(breakers.state('d')).toBe('ready');
      if (count < 9) breakers.enter('d', true)?.succeeded();
    }
    breakers.enter('d', true)?.succeeded();
    fail();
    expect(breakers.state('d')).toBe('open');
  });

  test('failures that are long past do not count', () => {
    const { clock, breakers, fail } = setUp();
    for (let count = 0; count < 40; count += 1) {
      fail();
      breakers.enter('d', true)?.succeeded();
      clock.pass(10_000);
    }
    expect(breakers.state('d')).toBe('ready');
  });

  test('what says nothing of health does not count', () => {
    const { breakers, fail } = setUp();
    for (const of of ['bad-request', 'too-long', 'content-filter', 'failed-check', 'malformed'] as const) {
      times(DEFAULT_BREAKER.failures, () => fail(of));
    }
    times(DEFAULT_BREAKER.failures, () => fail('timeout', 408));
    expect(breakers.state('d')).toBe('ready');
  });

  test('a 429 cools until its Retry-After, and is no failure', () => {
    const { clock, breakers } = setUp();
    breakers.enter('d', true)?.failed('rate-limit', 429, 3_000);
    expect([breakers.state('d'), breakers.breaker('d')]).toEqual(['cooling', 'closed']);
    expect(breakers.enter('d', false)).toBeUndefined();
    expect(breakers.enter('d', true)).toBeDefined();
    clock.pass(3_000);
    expect(breakers.state('d')).toBe('ready');
  });

  test('an answer from before the trip does not close it', () => {
    const { breakers, fail } = setUp();
    const early = breakers.enter('d', false);
    times(5, fail);
    early?.succeeded();
    expect(breakers.breaker('d')).toBe('open');
  });

  test('one deployment’s trouble is its own', () => {
    const { breakers, fail } = setUp();
    times(5, fail);
    expect(breakers.state('other')).toBe('ready');
    expect([...breakers.all()]).toEqual([['d', 'open']]);
  });
});
