/** Bytes are counted where they are held, and given back once. */
import { expect, test } from 'vitest';
import { createByteBudget } from '../../../src/gateway/bounds/byte-budget.ts';

test('holders share the room, and what does not fit changes nothing', () => {
  const budget = createByteBudget(100);
  const one = budget.hold();
  const other = budget.hold();
  expect(one.add(60)).toBe(true);
  expect(other.add(41)).toBe(false);
  expect(budget.used).toBe(60);
  expect(other.add(40)).toBe(true);
  expect(one.add(1)).toBe(false);
  one.release();
  one.release();
  expect(budget.used).toBe(40);
});

test('its own bytes do not stand in the way of what a holder has announced', () => {
  const budget = createByteBudget(100);
  const one = budget.hold();
  one.add(60);
  expect(one.hasRoomFor(100)).toBe(true);
  expect(budget.hold().hasRoomFor(41)).toBe(false);
});

test('after its release a holder counts nothing', () => {
  const budget = createByteBudget(10);
  const hold = budget.hold();
  hold.release();
  expect(hold.add(1_000)).toBe(true);
  expect(budget.used).toBe(0);
});
