import { expect, test } from 'vitest';
import { createSteadyValue, HOLD } from '../../../src/gateway/health/hysteresis.ts';

test('a value around a threshold does not flap: what is shown stays until it has lasted', () => {
  const value = createSteadyValue(1);
  expect(value.see(4_000, 0)).toBe(4_000);
  // Ten readings to and fro around 4.2 s, none of which lasts.
  const shown = Array.from({ length: 10 }, (_, index) =>
    value.see(index % 2 === 0 ? 4_600 : 4_100, 100 + index * (HOLD / 2)),
  );
  expect(new Set(shown)).toEqual(new Set([4_000]));
});

test('a difference that lasts is taken over, as it is by then', () => {
  const value = createSteadyValue(1);
  value.see(100, 0);
  expect(value.see(200, 10)).toBe(100);
  expect(value.see(230, 10 + HOLD - 1)).toBe(100);
  expect(value.see(240, 10 + HOLD)).toBe(240);
});

test('from and to not measured, and after nobody looked, it moves at once', () => {
  const value = createSteadyValue(1);
  expect(value.see(null, 0)).toBeNull();
  expect(value.see(100, 1)).toBe(100);
  expect(value.see(null, 2)).toBeNull();
  expect(value.see(100, 3)).toBe(100);
  expect(value.see(900, 60_000)).toBe(900);
});

test('less than the least difference never counts, whatever its share', () => {
  const value = createSteadyValue(1);
  value.see(0.2, 0);
  value.see(1, 100);
  expect(value.see(1, 5_000)).toBe(0.2);
});
