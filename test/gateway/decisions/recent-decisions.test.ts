import { expect, test } from 'vitest';
import { DecisionStore } from '../../../src/gateway/decisions/recent-decisions.ts';
import type { DecisionRecord } from '../../../src/language/explaining/decision-record.ts';
import { record } from './decisions.ts';

function put(store: DecisionStore, id: string, more: Partial<DecisionRecord> = {}): void {
  store.put(id, JSON.stringify(record(id, more)));
}

test('a decision is there as soon as it is made, and is replaced when it is complete', () => {
  const store = new DecisionStore();
  let reason: 'matched' | 'fallback' = 'matched';
  store.pending('a', { unfinished: () => record('a', { reason }) });
  expect(store.find('a')).toEqual({ record: record('a'), owner: 'k1' });
  reason = 'fallback';
  expect(store.find('a')).toEqual({ record: record('a', { reason }), owner: 'k1' });
  put(store, 'a', { reason: 'breaker', route: 'wörter "and" more' });
  put(store, 'other');
  expect(store.find('a')?.record).toEqual(record('a', { reason: 'breaker', route: 'wörter "and" more' }));
  expect(store.find('b')).toBeUndefined();
  expect(store.size).toBe(2);
  // With the results of its copies.
  put(store, 'a', { reason: 'split' });
  expect(store.find('a')?.record).toEqual(record('a', { reason: 'split' }));
  expect(store.size).toBe(2);
});

test('the oldest go first; one that has just been completed is young', () => {
  const store = new DecisionStore(3);
  for (const id of ['a', 'b', 'c', 'a', 'd']) put(store, id);
  expect(['a', 'b', 'c', 'd'].filter((id) => store.find(id) !== undefined)).toEqual(['a', 'c', 'd']);
});

test('memory is bounded, too: records with a thousand candidates leave fewer of them', () => {
  const removed = Array.from({ length: 1_000 }, (_, at) => ({
    model: `m${at}`,
    kind: 'window' as const,
    because: 'x',
  }));
  const store = new DecisionStore(10_000, 10_000_000);
  for (let id = 0; id < 500; id++) put(store, String(id), { removed });
  expect(store.size).toBeLessThan(110);
  expect(store.find('499')).toBeDefined();
  for (let id = 0; id < 12_000; id++) put(store, `small ${id}`);
  expect(store.size).toBeGreaterThan(9_000);
  expect(store.size).toBeLessThanOrEqual(10_000);
});

test('answers under way are bounded, too', () => {
  const store = new DecisionStore(2);
  for (const id of ['a', 'b', 'c']) store.pending(id, { unfinished: () => record(id) });
  expect(['a', 'b', 'c'].filter((id) => store.find(id) !== undefined)).toEqual(['b', 'c']);
});

test('none are kept when none are wanted', () => {
  const store = new DecisionStore(0);
  put(store, 'a');
  expect(store.size).toBe(0);
});
