/** However bytes are cut into pieces, the whole is the same and memory follows the bytes, not the pieces. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteCollector, MOST_TINY_PIECES, TINY_PIECE } from '../../../src/gateway/bounds/byte-collector.ts';

describe('ByteCollector', () => {
  test('gives back what was added, however it was cut', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.uint8Array({ maxLength: 3_000 }),
            fc
              .integer({ min: 16_000, max: 300_000 })
              .map((length) => new Uint8Array(length).fill(length & 255)),
          ),
          { maxLength: 16 },
        ),
        // The length that was announced: none, that of the pieces, more, less.
        fc.constantFrom(undefined, 0, 1_000, -100_000),
        (pieces, more) => {
          const whole = Buffer.concat(pieces);
          const collector = new ByteCollector(more === undefined ? undefined : whole.length + more);
          for (const piece of pieces) collector.add(Buffer.from(piece));
          expect(collector.length).toBe(whole.length);
          expect(collector.take().equals(whole)).toBe(true);
          expect(collector.length).toBe(0);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('does not write into a piece that it was given', () => {
    const slab = Buffer.alloc(8_192, 1);
    const collector = new ByteCollector();
    collector.add(slab.subarray(0, 2_000));
    collector.add(Buffer.alloc(100, 2));
    expect(collector.take().subarray(1_999, 2_001)).toEqual(Buffer.of(1, 2));
    expect(slab.every((byte) => byte === 1)).toBe(true);
  });

  test('keeps one large piece without a copy', () => {
    const piece = Buffer.alloc(65_536, 7);
    const collector = new ByteCollector();
    collector.add(piece);
    expect(collector.take().buffer).toBe(piece.buffer);
  });

  test('a small piece does not hold on to the buffer it was read into', () => {
    const read = Buffer.allocUnsafeSlow(65_536);
    const collector = new ByteCollector();
    collector.add(read.subarray(0, 10));
    expect(collector.take().buffer).not.toBe(read.buffer);
  });

  test('a million pieces of one byte become a million bytes', () => {
    const collector = new ByteCollector();
    for (let sent = 0; sent < 1_000_000; sent += 1) collector.add(Buffer.of(sent & 255));
    expect(collector.take().buffer.byteLength).toBe(1_000_000);
  });

  test('is scattered only where many pieces are tiny on average', () => {
    const tiny = new ByteCollector();
    for (let sent = 0; sent < MOST_TINY_PIECES; sent += 1) tiny.add(Buffer.of(1));
    expect(tiny.scattered).toBe(false);
    tiny.add(Buffer.of(1));
    expect(tiny.scattered).toBe(true);
    const usual = new ByteCollector();
    for (let sent = 0; sent < 2 * MOST_TINY_PIECES; sent += 1) usual.add(Buffer.alloc(TINY_PIECE));
    expect(usual.scattered).toBe(false);
  });
});
