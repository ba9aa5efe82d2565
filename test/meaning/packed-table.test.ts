/** The packed form of the word table: what comes out is what went in, and anything else is refused. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readWordTable, writeWordTable } from '../../src/language/heads/word-table.ts';
import { packTable, unpackTable } from '../../src/meaning/packed-table.ts';
import { rounds } from '../support/rounds.ts';

const tables = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 25 }))
  .chain(([rows, words]) =>
    fc.record({
      dimensions: fc.constant(4 * words),
      hashes: fc.uint32Array({ minLength: rows, maxLength: rows }),
      scales: fc.float32Array({ minLength: rows, maxLength: rows }),
      vectors: fc.int8Array({ minLength: rows * 4 * words, maxLength: rows * 4 * words }),
    }),
  );

it('unpacks to the same bytes, in shared memory', () => {
  fc.assert(
    fc.property(tables, (table) => {
      const bytes = writeWordTable(table);
      const again = unpackTable(packTable(bytes));
      expect(Buffer.compare(again, bytes)).toBe(0);
      expect(again.buffer).toBeInstanceOf(SharedArrayBuffer);
      expect(readWordTable(again).dimensions).toBe(table.dimensions);
    }),
    { numRuns: rounds(200, 0.15) },
  );
});

it('refuses what is no whole table', () => {
  const bytes = writeWordTable({
    dimensions: 4,
    hashes: Uint32Array.of(1, 2),
    scales: Float32Array.of(1, 1),
    vectors: Int8Array.of(1, 2, 3, 4, 5, 6, 7, 8),
  });
  expect(() => packTable(bytes.subarray(0, bytes.length - 1))).toThrow('not a whole table');
  const packed = packTable(bytes);
  expect(() => unpackTable(packed.subarray(0, packed.length - 4))).toThrow();
  expect(() => unpackTable(new Uint8Array(8))).toThrow();
});
