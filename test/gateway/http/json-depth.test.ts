// Nesting is counted outside strings, whatever the strings hold.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { depthOf } from '../../../src/gateway/http/read-json.ts';

function depth(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depth));
}

test('as deep as the value is', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      expect(depthOf(Buffer.from(JSON.stringify(value)))).toBe(depth(JSON.parse(JSON.stringify(value))));
    }),
  );
});

test.each([
  ['{"a":"[[[","b":[1]}', 2],
  ['{"a":"\\"[[","b":"\\\\"}', 1],
  ['["\\\\",[["', 3],
  ['[[["never closed [[', 3],
])('%s', (text, expected) => {
  expect(depthOf(Buffer.from(text))).toBe(expected);
});
