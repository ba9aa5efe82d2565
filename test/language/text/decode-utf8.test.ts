/** What is not UTF-8 is refused with its place; what is, is read as it was written. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUtf8 } from '../../../src/language/text/decode-utf8.ts';

const bytes = (...list: number[]): Uint8Array => Uint8Array.from(list);
const why = (of: Uint8Array): string => {
  const decoded = decodeUtf8(of);
  return 'why' in decoded ? decoded.why : `read as ${JSON.stringify(decoded.text)}`;
};

describe('reading bytes as UTF-8', () => {
  it.each([
    ['Latin-1', Buffer.from('a\nb\ncaf\u00e9 "x"', 'latin1'), 'line 3 has the byte 0xE9 at offset 7'],
    ['Windows-1252', bytes(0x61, 0x93, 0x61), '0x93 at offset 1, as files in Latin-1 or Windows-1252 have'],
    [
      'UTF-16 with its mark',
      Buffer.from('\ufeffpolicy', 'utf16le'),
      'is UTF-16, not UTF-8: save it as UTF-8',
    ],
    ['UTF-16 the other way round', bytes(0xfe, 0xff, 0, 0x70), 'is UTF-16'],
    ['UTF-16 without its mark', Buffer.from('policy', 'utf16le'), 'is UTF-16'],
    ['UTF-32', bytes(0xff, 0xfe, 0, 0, 0x70, 0, 0, 0), 'is UTF-32'],
    ['an overlong quote', bytes(0x61, 0xc0, 0xa2), '0xC0 at offset 1, where a character takes more bytes'],
    ['an overlong slash', bytes(0xe0, 0x80, 0xaf), 'where a character takes more bytes than it needs'],
    ['a lone surrogate', bytes(0x0d, 0x0a, 0xed, 0xa0, 0x80), 'line 2 has the byte 0xED at offset 2'],
    [
      'a number that is no character',
      bytes(0x61, 0xf5, 0x80, 0x80, 0x80),
      'a code point begins that is not a character',
    ],
    ['the end of a file in a character', bytes(0x61, 0xf0, 0x9f, 0x9a), 'is cut off by the end of the file'],
    ['a byte that continues nothing', bytes(0x61, 0x80), '0x80 at offset 1'],
  ])('refuses %s', (_, of, words) => {
    expect(why(of)).toContain(words);
  });

  it('reads a file with a byte order mark without it, and every other text as it is', () => {
    expect(decodeUtf8(Buffer.from('\ufeffpolicy'))).toEqual({ text: 'policy' });
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        // Two letters of which one is NUL are taken for UTF-16.
        expect(decodeUtf8(Buffer.from(`ab${text}`))).toEqual({ text: `ab${text}` });
      }),
    );
  });

  it('refuses exactly what is not UTF-8, at the end of the longest part that is', () => {
    const byte = fc.oneof(
      fc.integer({ min: 1, max: 255 }),
      fc.constantFrom(0x41, 0x80, 0xa0, 0xbf, 0xc2, 0xe0, 0xed, 0xef, 0xf0, 0xf4),
    );
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 12 }), (list) => {
        const of = bytes(0x61, 0x62, ...list);
        const valid = Buffer.from(of).toString('utf8');
        if (Buffer.from(valid).equals(of)) expect(decodeUtf8(of)).toEqual({ text: valid });
        else {
          const at = Number(/offset (\d+)/.exec(why(of))?.[1]);
          const before = of.subarray(0, at);
          expect(Buffer.from(Buffer.from(before).toString('utf8')).equals(before)).toBe(true);
          // No character can begin where it says so.
          for (const length of [1, 2, 3, 4]) {
            const next = of.subarray(at, at + length);
            expect(
              next.length === length && Buffer.from(Buffer.from(next).toString('utf8')).equals(next),
            ).toBe(false);
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
