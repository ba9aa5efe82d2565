/** Fixes: whole or not at all, never two on the same text, until nothing is left to apply. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Diagnostic, Fix } from '../../../src/language/diagnostics/diagnostic.ts';
import { applyFixes, fixUntilConverged } from '../../../src/language/lint/fixes.ts';
import { createSource } from '../../../src/language/text/source.ts';

type Edit = Fix['edits'][number];
const edit = (start: number, end: number, text: string, path = 'a'): Edit => ({
  path,
  span: { start, end },
  text,
});
const finding = (...edits: Edit[]): Diagnostic => ({
  rule: 'some-rule',
  severity: 'warning',
  at: { path: 'a', span: { start: 0, end: 0 } },
  message: 'm',
  fix: { title: 't', edits },
});
const texts = (fixed: { sources: readonly { text: string }[] }): string[] =>
  fixed.sources.map((source) => source.text);

describe('applying fixes', () => {
  const a = createSource('a', 'abcdef');
  const b = createSource('b', 'uvwxyz');

  it('makes all edits of a fix, in several files', () => {
    const fixed = applyFixes([a, b], [finding(edit(0, 1, 'A'), edit(5, 6, ''), edit(2, 2, '+', 'b'))]);
    expect(texts(fixed)).toEqual(['Abcde', 'uv+wxyz']);
  });

  it('leaves the second of two that touch the same text for the next round', () => {
    const fixed = applyFixes(
      [a],
      [finding(edit(0, 3, '1')), finding(edit(2, 4, '2')), finding(edit(4, 6, '3'))],
    );
    expect(fixed.applied).toHaveLength(2);
    expect(texts(fixed)).toEqual(['1d3']);
  });

  it('leaves out a fix as a whole when one of its edits cannot be made', () => {
    const fixed = applyFixes([a], [finding(edit(0, 3, '1')), finding(edit(1, 2, '2'), edit(5, 6, '!'))]);
    expect(texts(fixed)).toEqual(['1def']);
    expect(applyFixes([a], [finding(edit(0, 1, 'A'), edit(0, 1, 'B', 'elsewhere'))]).applied).toEqual([]);
  });

  it('applies one fix of two findings once', () => {
    expect(texts(applyFixes([a], [finding(edit(0, 1, 'A')), finding(edit(0, 1, 'A'))]))).toEqual(['Abcdef']);
  });

  it('gives what making disjoint edits one by one from the end gives', () => {
    const cuts = fc.uniqueArray(fc.nat(60), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(
        fc.string({ minLength: 61, maxLength: 61, unit: 'grapheme-ascii' }),
        cuts,
        (text, unsorted) => {
          const sorted = [...unsorted].sort((x, y) => x - y);
          const edits: Edit[] = [];
          for (let index = 0; index + 1 < sorted.length; index += 2) {
            edits.push(edit(sorted[index] ?? 0, sorted[index + 1] ?? 0, `<${index}>`));
          }
          const expected = [...edits]
            .reverse()
            .reduce((now, one) => now.slice(0, one.span.start) + one.text + now.slice(one.span.end), text);
          expect(
            texts(
              applyFixes(
                [createSource('a', text)],
                edits.map((one) => finding(one)),
              ),
            ),
          ).toEqual([expected]);
        },
      ),
    );
  });
});

describe('fixing until converged', () => {
  const shorten = (sources: readonly { text: string }[]): Diagnostic[] =>
    (sources[0]?.text.length ?? 0) > 1 ? [finding(edit(0, 1, ''))] : [];

  it('lints again after every round', () => {
    const done = fixUntilConverged([createSource('a', 'abcd')], shorten);
    expect(done).toMatchObject({ applied: 3, converged: true, findings: [] });
    expect(texts(done)).toEqual(['d']);
  });

  it('takes back what would break a file, and makes the others', () => {
    const breaks = (sources: readonly { text: string }[]): Diagnostic[] => {
      const { text = '' } = sources[0] ?? {};
      const broken: Diagnostic[] = text.startsWith('a')
        ? []
        : [{ ...finding(), rule: 'syntax', code: 'L1001', severity: 'error' }];
      const at = text.indexOf('c');
      return [...broken, finding(edit(0, 1, '')), ...(at < 0 ? [] : [finding(edit(at, at + 1, ''))])];
    };
    const done = fixUntilConverged([createSource('a', 'abcd')], breaks);
    expect(done).toMatchObject({ applied: 1, converged: true });
    expect(texts(done)).toEqual(['abd']);
  });

  it('gives up on a fix that asks for itself for ever', () => {
    const grow = (): Diagnostic[] => [finding(edit(0, 0, 'x'))];
    expect(fixUntilConverged([createSource('a', '')], grow).converged).toBe(false);
  });
});
