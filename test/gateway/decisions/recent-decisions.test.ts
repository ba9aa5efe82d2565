import { expect, test } from 'vitest';
import { createDecisionStore } from '../../../src/gateway/decisions/recent-decisions.ts';
import { record } from './decisions.ts';

test('a decision is there as soon as it is made, and is replaced when it is complete', () => {
  const store = createDecisionStore();
  let reason: 'matched' | 'fallback' = 'matched';
  store.pending('a', 'k1', () => record('a', { reason }));
  expect(store.find('a')).toEqual({ record: record('a'), owner: 'k1' });
  reason = 'fallback';
  expect(store.find('a')).toEqual({ record: record('a', { reason }), owner: 'k1' });
  store.put(record('a', { reason: 'breaker' }));
  expect(store.find('a')).toEqual({ record: record('a', { reason: 'breaker' }), owner: 'k1' });
  store.written(record('a'), JSON.stringify(record('a', { reason: 'breaker' })));
  expect(store.find('a')).toEqual({ record: record('a', { reason: 'breaker' }), owner: 'k1' });
  expect(store.find('b')).toBeUndefined();
  expect(store.size).toBe(1);
});

test('the oldest goes first; one that has just been completed is young', () => {
  const store = createDecisionStore(3);
  for (const id of ['a', 'b', 'c', 'a', 'd']) store.put(record(id));
  expect(['a', 'b', 'c', 'd'].filter((id) => store.find(id) !== undefined)).toEqual(['a', 'c', 'd']);
});

test('memory is bounded, too: records with a thousand candidates leave fewer of them', () => {
  const removed = Array.from({ length: 1_000 }, (_, at) => ({
    model: `m${at}`,
    kind: 'window' as const,
    because: 'x',
  }));
  const store = createDecisionStore(10_000, 10_000_000);
  for (let id = 0; id < 500; id++) store.put(record(String(id), { removed }));
  expect(store.size).toBeLessThan(50);
  expect(store.find('499')).toBeDefined();
  for (let id = 0; id < 8_000; id++) store.put(record(`small ${id}`));
  expect(store.size).toBe(6_666);
});

test('none are kept when none are wanted', () => {
  const store = createDecisionStore(0);
  store.put(record('a'));
  expect(store.size).toBe(0);
});
