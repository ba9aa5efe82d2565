/** Nesting, values and names are counted outside strings, whatever the strings hold and wherever the pass stops. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  JsonShape,
  LONG_STRING,
  LONGEST_NAME,
  MOST_DEPTH,
  MOST_NAMES,
  MOST_VALUES,
} from '../../../src/gateway/bounds/json-shape.ts';

function shapeOf(text: string, steps = Number.POSITIVE_INFINITY): JsonShape {
  const shape = new JsonShape(Buffer.from(text));
  while (!shape.run(steps));
  return shape;
}

function depth(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depth));
}

test('as deep as the value is, in one go or step by step', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.integer({ min: 1, max: 50 }), (value, steps) => {
      const text = JSON.stringify(value);
      expect(shapeOf(text).deepest).toBe(depth(JSON.parse(text)));
      expect(shapeOf(text, steps).deepest).toBe(depth(JSON.parse(text)));
    }),
  );
});

test.each([
  ['{"a":"[[[","b":[1]}', 2],
  ['{"a":"\\"[[","b":"\\\\"}', 1],
  ['["\\\\",[["', 3],
  ['[[["never closed [[', 3],
])('%s is %i deep', (text, expected) => {
  expect(shapeOf(text).deepest).toBe(expected);
});

describe('is out of bounds', () => {
  const many = (count: number, piece: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => piece(index)).join(',');
  test.each([
    ['nested arrays', '['.repeat(1_000_000), 'depth'],
    ['nested objects', '{"a":'.repeat(10_000), 'depth'],
    ['a wide array', `[${'0,'.repeat(MOST_VALUES)}0]`, 'values'],
    ['empty arrays', `[${'[],'.repeat(MOST_VALUES)}[]]`, 'values'],
    ['empty objects', `[${'{},'.repeat(MOST_VALUES)}{}]`, 'values'],
    ['strings', `[${'"",'.repeat(MOST_VALUES)}""]`, 'values'],
    ['one wide object', `{${many(MOST_NAMES + 50, (index) => `"k${index}":0`)}}`, 'names'],
    ['objects of one name each', `[${many(MOST_NAMES + 50, (index) => `{"k${index}":0}`)}]`, 'names'],
    ['a name of 100 KB', `{"${'k'.repeat(100_000)}":0}`, 'name-length'],
  ])('%s', (_, text, kind) => {
    expect(shapeOf(text).fault?.kind).toBe(kind);
  });
});

describe('is within bounds', () => {
  test.each([
    ['commas, brackets and colons in strings', `["${'[{,:'.repeat(200_000)}"]`],
    ['the same names again and again', `[${'{"role":"user","content":""},'.repeat(30_000)}0]`],
    ['a long value', `{"k":"${'v'.repeat(LONGEST_NAME * 4)}"}`],
    ['a string of quotes', `["${'\\"'.repeat(1_000_000)}"]`],
    [`${MOST_DEPTH} levels`, '['.repeat(MOST_DEPTH) + ']'.repeat(MOST_DEPTH)],
  ])('%s', (_, text) => {
    expect(shapeOf(text, 5_000).fault).toBeUndefined();
  });
});

test('long strings are found where they are, names and short ones left out', () => {
  const long = `"${'x\\"'.repeat(LONG_STRING / 2)}"`;
  const text = `{"short":"x","${'n'.repeat(LONG_STRING - 4)}":${long}, "list" : [ ${long} , 1]}`;
  const found = shapeOf(text, 777).longStrings.map(({ from, to }) => text.slice(from, to));
  expect(found).toEqual([long, long]);
});

test('a string of a million quotes is passed over in slices', () => {
  const shape = new JsonShape(Buffer.from(`["${'\\"'.repeat(1_000_000)}"]`));
  let slices = 1;
  while (!shape.run(1_000_000)) slices += 1;
  expect(slices).toBeGreaterThan(10);
});
