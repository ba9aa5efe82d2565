// A deployment that turns requests down is left alone for a time that grows, and used again as soon as it works.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCircuitBreakers, DEFAULT_BREAKER } from '../../../src/gateway/health/circuit-breaker.ts';
import { manualClock } from '../dispatch/manual-clock.ts';

function setUp() {
  const clock = manualClock();
  const breakers = createCircuitBreakers(clock);
  return { clock, breakers };
}

describe('without a time from the provider', () => {
  test.each(['rate-limit', 'auth', 'gone'] as const)('%s: 1 s, doubling to 30 s', (failure) => {
    const { clock, breakers } = setUp();
    const times: number[] = [];
    for (let count = 0; count < 7; count += 1) {
      breakers.enter('d', false)?.failed(failure, undefined, undefined);
      let waited = 0;
      for (; breakers.state('d') === 'cooling'; waited += 500) clock.pass(500);
      times.push(waited);
    }
    expect(times).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  test('of a hundred calls that are turned down together one counts', () => {
    const { clock, breakers } = setUp();
    const crowd = Array.from({ length: 100 }, () => breakers.enter('d', false));
    for (const call of crowd) call?.failed('rate-limit', 429, undefined);
    clock.pass(1_000);
    expect(breakers.state('d')).toBe('ready');
  });

  test('what works again is used at once, and begins anew at 1 s', () => {
    const { clock, breakers } = setUp();
    for (let count = 0; count < 4; count += 1) {
      breakers.enter('d', false)?.failed('auth', 401, undefined);
      clock.pass(count === 3 ? 1_000 : 30_000);
    }
    expect(breakers.state('d')).toBe('cooling');
    breakers.enter('d', true)?.succeeded();
    expect(breakers.state('d')).toBe('ready');
    breakers.enter('d', false)?.failed('auth', 401, undefined);
    clock.pass(1_000);
    expect(breakers.state('d')).toBe('ready');
  });

  test('an answer to a call from before says nothing', () => {
    const { breakers } = setUp();
    const early = breakers.enter('d', false);
    breakers.enter('d', false)?.failed('rate-limit', 429, 30_000);
    early?.succeeded();
    expect(breakers.state('d')).toBe('cooling');
  });
});

test('a 503 with Retry-After cools, one without does not', () => {
  const { breakers } = setUp();
  breakers.enter('d', false)?.failed('overload', 503, undefined);
  expect(breakers.state('d')).toBe('ready');
  breakers.enter('d', false)?.failed('overload', 503, 30_000);
  expect(breakers.state('d')).toBe('cooling');
});

test('what is about one request cools nothing', () => {
  const { breakers } = setUp();
  breakers.enter('d', false)?.failed('rate-limit', 429, undefined, false);
  breakers.enter('d', false)?.failed('gone', 404, undefined, false);
  expect(breakers.state('d')).toBe('ready');
});

test('whatever happens: never longer than the bounds, and a fixed key is found within 30 s', () => {
  const event = fc.record({
    wait: fc.integer({ min: 0, max: 40_000 }),
    ok: fc.boolean(),
    told: fc.option(fc.integer({ min: 0, max: 1_000_000 }), { nil: undefined }),
    force: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      const { clock, breakers } = setUp();
      let told = false;
      for (const { wait, ok, told: asked, force } of events) {
        clock.pass(wait);
        const call = breakers.enter('d', force);
        if (ok) call?.succeeded();
        else call?.failed('rate-limit', 429, asked);
        told ||= asked !== undefined;
      }
      clock.pass(told ? DEFAULT_BREAKER.longestCooling : DEFAULT_BREAKER.longestUntold);
      expect(breakers.state('d')).toBe('ready');
    }),
  );
});
