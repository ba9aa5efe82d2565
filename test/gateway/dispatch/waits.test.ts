import { describe, expect, test } from 'vitest';
import { createHealth } from '../../../src/gateway/dispatch/health.ts';
import { cleanHeaderValue, passHeaders } from '../../../src/gateway/dispatch/pass-headers.ts';
import { backoff, readRetryAfter } from '../../../src/gateway/dispatch/retry-after.ts';
import { createRetryBudget } from '../../../src/gateway/dispatch/retry-budget.ts';
import { manualClock } from './manual-clock.ts';

describe('readRetryAfter', () => {
  const now = Date.UTC(2026, 0, 1);
  test.each([
    [{ 'retry-after': '2' }, 2_000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after-ms': '120', 'retry-after': '9' }, 120],
    [{ 'retry-after': new Date(now + 3_000).toUTCString() }, 3_000],
    [{ 'retry-after': new Date(now - 3_000).toUTCString() }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '-1' }, undefined],
    [{}, undefined],
  ])('%j is %s ms', (headers, ms) => {
    expect(readRetryAfter(headers, now)).toBe(ms);
  });
});

test('backoff doubles, has full jitter, and an end', () => {
  expect([1, 2, 3, 9].map((retry) => backoff(retry, () => 0.5))).toEqual([100, 200, 400, 4_000]);
  expect(backoff(3, () => 0)).toBe(0);
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
  expect(cleanHeaderValue('a\r\nllmr-x: 1\u00e9')).toBe('a llmr-x: 1');
});
