/**
 * Broken texts: the parser neither crashes nor hangs, says little and loses little; the formatter never changes
 * what it does not understand.
 */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { format } from '../../src/language/format/format.ts';
import type { RouteFile } from '../../src/language/syntax/ast.ts';
import { parse } from '../../src/language/syntax/parse.ts';
import { MAX_BYTES } from '../../src/language/syntax/parse-errors.ts';
import { createSource, positionAt } from '../../src/language/text/source.ts';
import { mutate, tokenMutations, tokensOf } from '../support/mutate-text.ts';
import { policyText } from '../support/random-policy-text.ts';
import { isTried, rounds } from '../support/rounds.ts';

const example = (name: string): string =>
  readFileSync(new URL(`../support/example/${name}`, import.meta.url), 'utf8');

const EXAMPLES = ['full/models', 'full/support', 'full/support.test'].map((name) => example(`${name}.route`));
/** A few declarations each, so that ten thousand readings take seconds. */
const EXCERPTS = EXAMPLES.flatMap((text) => {
  const declarations = text.split(/\n(?=\n)/);
  return Array.from({ length: Math.ceil(declarations.length / 3) }, (_, index) =>
    declarations.slice(index * 3, index * 3 + 3).join('\n'),
  );
});

const read = (text: string) => parse(createSource('broken.route', text));
const parts = (file: RouteFile): number =>
  file.declarations.length + (file.header === undefined ? 0 : 1) + (file.testsFor === undefined ? 0 : 1);

test('a token deleted, doubled or misspelt: at most one message in 94 %, at most one declaration lost', () => {
  let total = 0;
  let tried = 0;
  const many: string[] = [];
  const lost: string[] = [];
  for (const text of EXAMPLES) {
    const whole = parts(read(text).ast);
    for (const { how, text: broken } of tokenMutations(text)) {
      total += 1;
      if (!isTried(total, 3)) continue;
      tried += 1;
      const { ast, diagnostics } = read(broken);
      if (diagnostics.length > 1) many.push(how);
      if (parts(ast) < whole - 1) lost.push(how);
    }
  }
  expect(total).toBeGreaterThan(2000);
  expect(lost).toEqual([]);
  expect(1 - many.length / tried, many.join('\n')).toBeGreaterThanOrEqual(0.99);
}, 120_000);

test('a comment may stand between any two tokens and survives formatting', () => {
  const text = example('first/support.route');
  let formattedOnes = 0;
  for (const [index, { start }] of tokensOf(text).entries()) {
    if (!isTried(index, 3)) continue;
    for (const comment of [' # here\n', '\n# here\n']) {
      const file = read(text.slice(0, start) + comment + text.slice(start));
      // A word that the comment moved to the start of a line may have become a keyword.
      if (file.ast.recovered) continue;
      const outcome = format(file);
      if (!outcome.ok) throw new Error(`${start}: ${outcome.diagnostics[0]?.message}`);
      const again = format(read(outcome.text));
      expect(again).toEqual({ ok: true, text: outcome.text });
      formattedOnes += 1;
    }
  }
  expect(formattedOnes).toBeGreaterThan(rounds(400, 0.3));
}, 120_000);

test('random mutations (10,000 in test:long) neither crash nor hang', () => {
  let valid = 0;
  const number = fc.double({ min: 0, max: 0.999999, noNaN: true });
  const base = fc.constantFrom(...EXCERPTS);
  fc.assert(
    fc.property(
      base,
      fc.array(fc.tuple(number, number, number), { minLength: 1, maxLength: 3 }),
      (text, changes) => {
        const broken = changes.reduce(
          (before, [where, length, choice]) => mutate(before, where, length, choice),
          text,
        );
        const file = read(broken);
        const lines = file.diagnostics.map((one) => positionAt(file.source, one.at.span.start).line);
        expect(new Set(lines).size, 'one message a line').toBe(lines.length);
        for (const { at } of file.diagnostics) {
          expect(at.span.start).toBeGreaterThanOrEqual(0);
          expect(at.span.end).toBeGreaterThanOrEqual(at.span.start);
          expect(at.span.end).toBeLessThanOrEqual(broken.length);
        }
        const outcome = format(file);
        expect(outcome.ok).toBe(file.diagnostics.length === 0);
        if (outcome.ok) valid += 1;
      },
    ),
    { numRuns: rounds(10_000, 0.2) },
  );
  expect(valid).toBeGreaterThan(rounds(100, 0.2));
}, 120_000);

test('every beginning of a random policy can be read', () => {
  fc.assert(
    fc.property(policyText, fc.double({ min: 0, max: 1, noNaN: true }), (text, share) => {
      const { ast } = read(text.slice(0, Math.floor(text.length * share)));
      expect(ast.kind).toBe('file');
    }),
    { numRuns: 200 },
  );
});

describe('absurd files end in a message', () => {
  const absurd: Record<string, string> = {
    'more than 1 MiB': 'tier a, b\n'.repeat(MAX_BYTES / 10 + 1),
    'more than 1 MiB of two-byte letters': `# ${'é'.repeat(MAX_BYTES / 2)}`,
    'nested braces': 'route r { when any '.concat('{'.repeat(100_000)),
    'nested groups': `route r { when ${'any { '.repeat(50_000)}`,
    'closing braces': '}\n'.repeat(200_000),
    'heads only': 'route {\n'.repeat(60_000),
    'unknown clauses in one block': `route r {\n${'  foo bar\n'.repeat(60_000)}}`,
    'unclosed strings': 'route r { because "\n'.repeat(30_000),
    'one long line': `route r { use ${'a, '.repeat(200_000)} }`,
    'one long word': `route ${'a-'.repeat(300_000)} {`,
    signs: '=<>!&|'.repeat(100_000),
    'quotes and slashes': '\'"`/'.repeat(100_000),
    'minus signs': '-'.repeat(500_000),
    'signs in a test': `test "t" { given ${'tier == pro, '.repeat(50_000)} }`,
    'closing parentheses': ')\n'.repeat(100_000),
    'phrases of other languages': `route r { when ${'tokens more than 5 and '.repeat(20_000)} }`,
    'or without end': `route r { when tier is a${' or a'.repeat(100_000)} use`,
  };
  test.each(Object.keys(absurd))('%s', (name) => {
    const { diagnostics, ast } = read(absurd[name] ?? '');
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(diagnostics.length).toBeLessThan(600);
    expect(ast.recovered).toBe(true);
  });
});
