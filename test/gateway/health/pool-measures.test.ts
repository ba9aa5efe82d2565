import { expect, test } from 'vitest';
import { type BreakerState, createCircuitBreakers } from '../../../src/gateway/health/circuit-breaker.ts';
import { createHealth } from '../../../src/gateway/health/deployment-health.ts';
import { createPoolMeasures } from '../../../src/gateway/health/pool-measures.ts';
import { createSlowStart, RAMP } from '../../../src/gateway/health/slow-start.ts';
import { manualClock } from '../dispatch/manual-clock.ts';

function measured() {
  const clock = manualClock();
  const health = createHealth(clock);
  const breakers = createCircuitBreakers(clock);
  const measures = createPoolMeasures(health, createSlowStart(breakers.breaker), clock.elapsed);
  const answered = (deployment: string, firstChunkMs: number) => {
    health.began(deployment);
    health.ended(deployment, { firstChunkMs, failed: false });
  };
  return { clock, health, measures, answered };
}

test('what nobody has measured is tried by one request at a time', () => {
  const { health, measures, answered } = measured();
  answered('fast', 100);
  expect(measures.latency(['new'])).toBeUndefined();
  health.began('new');
  expect(measures.latency(['new'])).toBeGreaterThan(measures.latency(['fast']) ?? 0);
  health.ended('new', { firstChunkMs: 50, failed: false });
  expect(measures.latency(['new'])).toBe(50);
});

test('one that answers nothing but errors is not explored for ever', () => {
  const { health, measures } = measured();
  for (let call = 0; call < 6; call++) {
    health.began('broken');
    health.ended('broken', { failed: true });
  }
  expect(measures.latency(['broken'])).toBeGreaterThan(60_000);
});

test('a slow one is tried again after a while', () => {
  const { clock, measures, answered } = measured();
  answered('slow', 5_000);
  answered('fast', 100);
  expect(measures.latency(['slow'])).toBe(5_000);
  clock.pass(200_000);
  expect(measures.latency(['slow'])).toBeLessThan(100);
});

test('a recovered deployment takes a growing share', () => {
  let state: BreakerState = 'open';
  const start = createSlowStart(() => state);
  expect(start.shareOf('a', 0)).toBeCloseTo(0.1);
  state = 'closed';
  const shares = [100, 100 + RAMP / 2, 100 + RAMP].map((now) => start.shareOf('a', now));
  expect(shares[0]).toBeCloseTo(0.1);
  expect(shares[1]).toBeCloseTo(0.55);
  expect(shares[2]).toBe(1);
  // One that was never ill is asked as ever.
  expect(start.shareOf('b', 0)).toBe(1);
});
