/**
 * Whatever a policy looks like, formatting it says the same, keeps every comment, and has nothing left to do.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { format } from '../../src/language/format/format.ts';
import { sameAst } from '../../src/language/format/same-ast.ts';
import { parse } from '../../src/language/syntax/parse.ts';
import { createSource } from '../../src/language/text/source.ts';
import { layOut, policyPieces, policyText } from '../support/random-policy-text.ts';

const read = (text: string) => parse(createSource('random.route', text));

function formatted(text: string): string {
  const file = read(text);
  expect(file.diagnostics.map((diagnostic) => diagnostic.message)).toEqual([]);
  const outcome = format(file);
  if (!outcome.ok) throw new Error(outcome.diagnostics.map((diagnostic) => diagnostic.message).join());
  return outcome.text;
}

test('formatting keeps the AST and the comments, and is idempotent', () => {
  fc.assert(
    fc.property(policyText, (text) => {
      const once = formatted(text);
      const before = read(text);
      const after = read(once);
      expect(sameAst(before.ast, after.ast)).toBe(true);
      expect(after.comments.map((comment) => comment.text)).toEqual(
        before.comments.map((comment) => comment.text),
      );
      expect(formatted(once)).toBe(once);
    }),
    { numRuns: 80 },
  );
}, 120_000);

test('layout is not meaning: without comments and blank lines there is one canonical text', () => {
  fc.assert(
    fc.property(
      policyPieces,
      fc.array(fc.integer({ min: 26, max: 99 }), { minLength: 5 }),
      (pieces, whims) => {
        expect(formatted(layOut(pieces, whims))).toBe(formatted(layOut(pieces, [50])));
      },
    ),
    { numRuns: 40 },
  );
}, 120_000);
