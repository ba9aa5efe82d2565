import { describe, expect, test } from 'vitest';
import { passHeaders } from '../../../src/gateway/dispatch/pass-headers.ts';
import { backoff, readRetryAfter, waitBeforeRetry } from '../../../src/gateway/dispatch/retry-after.ts';
import { createRetryBudget } from '../../../src/gateway/dispatch/retry-budget.ts';
import { createHealth } from '../../../src/gateway/health/deployment-health.ts';
import { manualClock } from './manual-clock.ts';

describe('readRetryAfter', () => {
  const now = Date.UTC(2026, 0, 1);
  test.each([
    [{ 'retry-after': '2' }, 2_000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after-ms': '120', 'retry-after': '9' }, 120],
    [{ 'retry-after': new Date(now + 3_000).toUTCString() }, 3_000],
    [{ 'retry-after': new Date(now - 3_000).toUTCString() }, 0],
    [{ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '6m0s' }, 360_000],
    [{ 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '320ms' }, 320],
    [{ 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '2m59.56s' }, 179_560],
    [{ 'x-ratelimit-remaining-tokens': '7', 'x-ratelimit-reset-tokens': '1m0s' }, undefined],
    [
      {
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-reset-requests': '1s',
        'x-ratelimit-remaining-tokens': '0',
        'x-ratelimit-reset-tokens': '4s',
      },
      4_000,
    ],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now + 9_000) }, 9_000],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String((now + 9_000) / 1_000) }, 9_000],
    [{ 'ratelimit-remaining': '0', 'ratelimit-reset': '12' }, 12_000],
    [
      {
        'anthropic-ratelimit-requests-remaining': '0',
        'anthropic-ratelimit-requests-reset': new Date(now + 2_000).toISOString(),
      },
      2_000,
    ],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '5', 'retry-after': '2' }, 2_000],
    [{ 'retry-after': String((now + 9_000) / 1_000) }, 9_000],
    [{ 'retry-after': String(now + 9_000) }, 9_000],
    [{ 'retry-after': '7s' }, 7_000],
    [{ 'retry-after': new Date(now + 2_000).toISOString() }, 2_000],
    [{ 'retry-after': '99999999999' }, undefined],
    [{ 'retry-after': '900000000' }, undefined],
    [{ 'retry-after': '1e9' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '-1' }, undefined],
    [{}, undefined],
  ])('%j is %s ms', (headers, ms) => {
    expect(readRetryAfter(headers, now)).toBe(ms);
  });
});

test('backoff doubles, has jitter, an end, and is never under 100 ms', () => {
  expect([1, 2, 3, 9].map((retry) => backoff(retry, () => 0.5))).toEqual([150, 250, 450, 4_050]);
  expect([1, 3, 9].map((retry) => backoff(retry, () => 0))).toEqual([100, 100, 100]);
  expect(backoff(9, () => 0.999_999)).toBeLessThan(8_000);
});

describe('waitBeforeRetry', () => {
  const own = (): number => 150;
  test.each([
    [2_000, 30_000, true, 2_000],
    [5_000, 30_000, true, 5_000],
    [5_001, 30_000, true, undefined],
    [25_000, 30_000, true, undefined],
    [25_000, 30_000, false, 25_000],
    [30_000, 30_000, false, undefined],
    [undefined, 30_000, true, 150],
    [undefined, 100, true, undefined],
    // "At once" is no time: never under the shortest wait of our own.
    [0, 30_000, true, 150],
  ])('asked for %s ms with %s ms left, can move on: %s', (asked, left, canMoveOn, wait) => {
    expect(waitBeforeRetry(asked, own, left, canMoveOn)).toBe(wait);
  });
});

describe('the retry budget', () => {
  test('lets a quiet service retry, and a storm not', () => {
    const clock = manualClock();
    const budget = createRetryBudget(clock);
    let granted = 0;
    for (let retry = 0; retry < 1_000; retry += 1) if (budget.withdraw()) granted += 1;
    expect(granted).toBe(100);
    for (let request = 0; request < 500; request += 1) budget.deposit();
    for (let retry = 0; retry < 1_000; retry += 1) if (budget.withdraw()) granted += 1;
    expect(granted).toBe(200);
    clock.pass(10_000);
    expect(budget.withdraw()).toBe(true);
  });
});

describe('health', () => {
  test('counts what is in flight, and remembers how long first chunks took', () => {
    const clock = manualClock();
    const health = createHealth(clock);
    health.began('d');
    health.began('d');
    expect([health.load('d'), health.latency('d'), health.p95('d'), health.errorRate('d')]).toEqual([
      2,
      undefined,
      undefined,
      undefined,
    ]);
    health.ended('d', { firstChunkMs: 100, failed: false });
    health.ended('d', { failed: true });
    expect([health.load('d'), health.latency('d')]).toEqual([0, 100]);
    for (const ms of [10, 20, 900, 30]) {
      health.began('d');
      health.ended('d', { firstChunkMs: ms, failed: false });
    }
    // A peak counts at once, and comes down slowly.
    expect(health.latency('d')).toBe(900);
    clock.pass(30_000);
    expect(health.latency('d')).toBeCloseTo(900 / Math.E);
    health.began('d');
    health.ended('d', { firstChunkMs: 50, failed: false });
    expect(health.latency('d')).toBeLessThan(100);
    expect(health.p95('d')).toBe(900);
    expect(health.errorRate('d')).toBeCloseTo(100 / 7);
    clock.pass(61_000);
    expect([health.p95('d'), health.errorRate('d')]).toEqual([undefined, undefined]);
  });
});

test('readings do not flap around a threshold, and follow a real change', () => {
  const clock = manualClock();
  const health = createHealth(clock);
  const calls = (ms: number, failed: boolean): void => {
    for (let count = 0; count < 256; count += 1) {
      health.began('d');
      health.ended('d', { firstChunkMs: ms, failed });
    }
    clock.pass(100);
  };
  calls(1_000, false);
  expect(health.p95('d')).toBe(1_000);
  for (const ms of [1_050, 960, 1_090, 1_000]) {
    calls(ms, false);
    expect(health.p95('d')).toBe(1_000);
  }
  calls(1_200, true);
  expect([health.p95('d'), health.errorRate('d')]).toEqual([1_200, 100]);
});

test('headers that pass are few and clean', () => {
  const passed = passHeaders({
    'content-type': 'application/json',
    'openai-version': '2020-10-01',
    'llmr-model': 'forged',
    'set-cookie': ['a=b'],
    connection: 'close',
  });
  expect(passed).toEqual({ 'content-type': 'application/json', 'openai-version': '2020-10-01' });
  const quoting = {
    'content-type': 'application/json; key=sk-planted',
    'openai-version': 'sk-planted',
    'openai-processing-ms': '12; the prompt',
    'openai-model': 'the prompt',
    location: 'http://10.0.0.5/?key=sk-planted',
    'www-authenticate': 'Bearer realm="sk-planted"',
  };
  expect(passHeaders(quoting)).toEqual({});
});
