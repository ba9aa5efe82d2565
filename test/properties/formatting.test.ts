/**
 * `fmt` over files as people save them: comments anywhere, CRLF and CR, byte order marks, other encodings, bytes that are
 * no text. Meaning and comments are kept, or the file is refused and left byte for byte as it was.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { sameAst } from '../../src/language/format/same-ast.ts';
import { parse } from '../../src/language/syntax/parse.ts';
import type { ParsedFile } from '../../src/language/syntax/syntax.ts';
import { createSource } from '../../src/language/text/source.ts';
import { folder } from '../cli/run-in-folder.ts';
import { layOut, type Piece, policyPieces } from '../support/random-policy-text.ts';
import { rounds } from '../support/rounds.ts';

const place = folder();
const path = join(place.path, 'a.route');
afterAll(() => place.remove());

const read = (text: string): ParsedFile => parse(createSource('a.route', text));

/** A comment at a random gap between two words, wherever that is; inside of texts and patterns a `#` is no comment. */
function withComments(text: string, gaps: readonly number[]): string {
  let out = text;
  for (const gap of gaps) {
    const blanks = [...out.matchAll(/\s/g)].map(({ index }) => index);
    const at = blanks[gap % Math.max(1, blanks.length)] ?? 0;
    out = `${out.slice(0, at)} # caf\u00e9 "${gap}" { /\n${out.slice(at)}`;
  }
  return out;
}

const WAYS: readonly (readonly [string, (text: string) => Buffer])[] = [
  ['as it is', (text) => Buffer.from(text)],
  ['as it is, again', (text) => Buffer.from(`# \u{1f680}\n${text}`)],
  ['CRLF', (text) => Buffer.from(text.replaceAll(/\r?\n/g, '\r\n'))],
  ['CR', (text) => Buffer.from(text.replaceAll(/\r?\n/g, '\r'))],
  ['mark', (text) => Buffer.from(`\ufeff${text}`)],
  ['mark and CRLF', (text) => Buffer.from(`\ufeff${text.replaceAll(/\r?\n/g, '\r\n')}`)],
  ['Latin-1', (text) => Buffer.from(`# \u00fc\n${text}`, 'latin1')],
  ['UTF-16', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['UTF-16 without mark', (text) => Buffer.from(text, 'utf16le')],
  ['a lone surrogate', (text) => Buffer.concat([Buffer.from(`${text}# `), Buffer.from([0xed, 0xa0, 0x80])])],
  ['overlong', (text) => Buffer.concat([Buffer.from(`${text}# `), Buffer.from([0xc0, 0xaf])])],
  ['cut', (text) => Buffer.from(`${text}# \u00e9`).subarray(0, -1)],
];

it('keeps meaning and comments, or refuses and leaves the file', async () => {
  const kept = { formatted: 0, refused: 0 };
  const body = fc.tuple(
    policyPieces,
    fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 20, maxLength: 60 }),
    fc.array(fc.nat(5_000), { maxLength: 12 }),
    fc.constantFrom(...WAYS),
  );
  await fc.assert(
    fc.asyncProperty(body, async ([pieces, whims, gaps, [, encode]]) => {
      const text = withComments(layOut(pieces as readonly Piece[], whims), gaps);
      const bytes = encode(text);
      writeFileSync(path, bytes);
      const isUtf8 = Buffer.from(bytes.toString('utf8')).equals(bytes) && !bytes.subarray(0, 2).includes(0);
      const { code, err } = await place.run('fmt', 'a.route');
      const after = readFileSync(path);
      if (!isUtf8) {
        kept.refused += 1;
        expect([code, after.equals(bytes)]).toEqual([2, true]);
        expect(err).toMatch(/a\.route: is (not UTF-8: line \d+ has the byte 0x|UTF-16, not UTF-8)/);
        return;
      }
      const before = read(bytes.toString('utf8').replace(/^\ufeff/, ''));
      if (code !== 0) {
        // A comment in the middle of a clause may end it.
        expect(before.ast.recovered).toBe(true);
        expect(after.equals(bytes)).toBe(true);
        return;
      }
      kept.formatted += 1;
      const now = read(after.toString('utf8'));
      expect(sameAst(before.ast, now.ast)).toBe(true);
      expect(now.comments.map((one) => one.text.trimEnd())).toEqual(
        before.comments.map((one) => one.text.trimEnd()),
      );
      expect(after.toString('utf8')).not.toMatch(/\r|\ufeff/);
      expect((await place.run('fmt', '--check', 'a.route')).code).toBe(0);
    }),
    { numRuns: rounds(1_000, 0.08) },
  );
  expect(kept.formatted).toBeGreaterThan(rounds(1_000, 0.08) / 20);
  expect(kept.refused).toBeGreaterThan(rounds(1_000, 0.08) / 20);
}, 600_000);
