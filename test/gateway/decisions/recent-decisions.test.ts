import { expect, test } from 'vitest';
import { createDecisionStore } from '../../../src/gateway/decisions/recent-decisions.ts';
import { decision } from './decisions.ts';

test('a decision is there as soon as it is made, and is replaced when it is complete', () => {
  const store = createDecisionStore();
  store.put({ document: decision('a'), owner: 'k1' });
  store.put({ document: decision('a', { reason: 'fallback' }), owner: 'k1' });
  expect(store.find('a')).toEqual({ document: decision('a', { reason: 'fallback' }), owner: 'k1' });
  expect(store.find('b')).toBeUndefined();
  expect(store.size).toBe(1);
});

test('the oldest goes first; one that has just been completed is young', () => {
  const store = createDecisionStore(3);
  for (const id of ['a', 'b', 'c', 'a', 'd']) store.put({ document: decision(id), owner: 'k1' });
  expect(['a', 'b', 'c', 'd'].filter((id) => store.find(id) !== undefined)).toEqual(['a', 'c', 'd']);
});

test('memory is bounded, too: traces of a thousand routes leave fewer of them', () => {
  const skipped = Array.from({ length: 1_000 }, (_, line) => ({ route: `r${line}`, line, because: 'x' }));
  const store = createDecisionStore(10_000, 10_000_000);
  for (let id = 0; id < 500; id++) store.put({ document: decision(String(id), { skipped }), owner: 'k1' });
  expect(store.size).toBeLessThan(50);
  expect(store.find('499')).toBeDefined();
  for (let id = 0; id < 6_000; id++) store.put({ document: decision(`small ${id}`), owner: 'k1' });
  expect(store.size).toBe(5_000);
});

test('none are kept when none are wanted', () => {
  const store = createDecisionStore(0);
  store.put({ document: decision('a'), owner: 'k1' });
  expect(store.size).toBe(0);
});
