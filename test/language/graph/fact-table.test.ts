import { RE2JS } from 're2js';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { GraphFact } from '../../../src/language/graph/decision-graph.ts';
import { type BoxSides, createFactTable } from '../../../src/language/graph/fact-table.ts';
import type { TextPattern } from '../../../src/language/vocabulary/value-set.ts';

function tableOf(patterns: readonly TextPattern[], facts: number) {
  const fact = { id: 'text', domain: { kind: 'text' }, cuts: [], patterns } as unknown as GraphFact;
  const sides: BoxSides[] = patterns.map((pattern, box) => ({
    box,
    sets: [{ kind: 'texts', any: [pattern], negated: false }],
  }));
  const { rows, rowOf } = createFactTable(fact, 1, sides, facts);
  /** Whether the box of each pattern is still possible. */
  return (value: string) => {
    const row = rows[rowOf(value)] ?? 0;
    return patterns.map((_, box) => (row & (1 << box)) !== 0);
  };
}

const NAMED: TextPattern = { kind: 'equals', text: 'named' };
const REGULAR: TextPattern = { kind: 'regular', source: 'x+y' };

test('a text that fits nothing keeps its row where there is room for no other', () => {
  const fits = tableOf([NAMED], 2 ** 23);
  expect(['other', 'named', 'other', 'named'].map((text) => fits(text)[0])).toEqual([
    false,
    true,
    false,
    true,
  ]);
});

test('a text that is read again is not matched again', () => {
  const test = vi.spyOn(RE2JS.prototype, 'test');
  onTestFinished(() => test.mockRestore());
  const fits = tableOf([NAMED, REGULAR], 1);
  const [long, other] = [`${'x'.repeat(1_000)}y`, 'x'.repeat(1_001)];
  for (const text of [long, long, long]) expect(fits(text)).toEqual([false, true]);
  expect(test).toHaveBeenCalledTimes(1);
  expect(fits(other)).toEqual([false, false]);
  expect(fits('named')).toEqual([true, false]);
  expect(fits(long)).toEqual([false, true]);
});
