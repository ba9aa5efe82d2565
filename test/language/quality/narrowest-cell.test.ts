/** Which line of a quality table answers for a request: by intent and complexity, by intent, by all of a model. */
import { expect, it } from 'vitest';
import { qualityOf } from '../../../src/language/quality/quality-table.ts';

it('answers by the narrowest cell there is, and by the whole where a line of it is missing', () => {
  const cell = (intent: string, quality: number, complexity?: 'low' | 'high') => ({
    ...{ model: 'small', intent, rows: 0, quality, low: quality, high: quality },
    ...(complexity === undefined ? {} : { complexity }),
  });
  const table = {
    cells: [cell('*', 50), cell('*', 60, 'high'), cell('code', 90, 'low'), cell('chat', 80)],
  };
  const of = (intent: string | null, complexity: number | null) =>
    qualityOf(table, 'small', { intent, complexity })?.quality;
  expect([of('code', 0.1), of('code', 0.5), of('code', 0.9), of('code', null)]).toEqual([90, 50, 60, 50]);
  expect([of('chat', 0.9), of('other', 0.9), of(null, 0.9), of(null, null)]).toEqual([80, 60, 60, 50]);
  expect(qualityOf(table, 'large', {})).toBeUndefined();
});
