/** That no form of a secret is left in a text, whoever encoded it and how often; encoders here are the test's own. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createKnownSecrets } from '../../../src/gateway/secrets/known-secrets.ts';
import { FORMS, ONE_LAYER, traceOf } from '../../support/secret-forms.ts';

const KEY = 'sk-proj-9fQ2/x+Y7_zW-4kLmN8"pR<t>&v0aBcDe';
const secrets = createKnownSecrets([KEY]);

describe('one key in every form', () => {
  test.each(FORMS.map(([name, encode]) => [name, encode(KEY)] as const))('%s', (_, form) => {
    for (const text of [`Incorrect API key provided: ${form}.`, form, `{"key":"${form}"}`, `a\n${form}\nb`]) {
      const left = secrets.remove(text);
      expect(traceOf(KEY, left), left).toBeUndefined();
      expect(secrets.holds(text)).toBe(true);
    }
    expect(secrets.remove(`Incorrect API key provided: ${form} Try again.`)).toMatch(
      /^Incorrect API key.*Try again\.$/s,
    );
  });
});

test('a line of wrapped code that is found alone leaves none of the others', () => {
  const key = 'AAAAAAAAAAAAAAAAAAAA"94+épU{';
  const wrapped = Buffer.from(`user:${key}`).toString('base64').replace(/.{16}/g, '$&\n');
  expect(createKnownSecrets([key]).remove(`given ${wrapped} here`)).toBe('given [key]\n here');
});

test('what is no secret stays as it is', () => {
  for (const text of [
    'Unsupported value: temperature does not support 0.2 with this model.',
    "This model's maximum context length is 8192 tokens... However, you requested 9,000.",
    '[{"loc":["body","messages",0,"content"],"msg":"Input should be a valid string","type":"string_type"}]',
    'aGVsbG8gd29ybGQsIHRoaXMgaXMgbm90IGEgc2VjcmV0 and 68656c6c6f20776f726c64',
    '50% of 3 * 4 ... &amp; \\u0041',
    'ÄÖÜ İstanbul 日本語',
  ]) {
    expect(secrets.remove(text)).toBe(text);
    expect(secrets.holds(text)).toBe(false);
  }
});

test('short secrets are removed where they are written out', () => {
  const short = createKnownSecrets(['EMPTY', 'abc', 'x']);
  expect(short.remove('key EMPTY is wrong, empty is a word; abc, abcd, x, axe')).toBe(
    'key [key] is wrong, empty is a word; [key], abcd, [key], axe',
  );
  expect(createKnownSecrets([]).remove('x')).toBe('x');
});

const character = fc.constantFrom(
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~+/=!$&\'()*,;:@%"<>\\#?[]{}|^`é',
);
const randomKey = fc
  .array(character, { minLength: 12, maxLength: 80 })
  .map((characters) => characters.join(''))
  // A key of few characters is found in its own surroundings.
  .filter((key) => new Set(key).size >= 9);
const around = fc.string({ maxLength: 30 }).map((text) => text.replace(/[^\x20-\x7e]/g, ' '));

test('random keys, random surroundings, forms within forms', () => {
  fc.assert(
    fc.property(
      randomKey,
      around,
      around,
      fc.constantFrom(...FORMS),
      fc.constantFrom(...ONE_LAYER),
      (key, before, after, [, encode], [, wrap]) => {
        const left = createKnownSecrets([key, 'another-secret-000']).remove(
          wrap(`${before} ${encode(key)} ${after}`),
        );
        expect(traceOf(key, left), left).toBeUndefined();
      },
    ),
    { numRuns: 1_000 },
  );
});

test('pieces of a key are no better than the key', () => {
  fc.assert(
    fc.property(randomKey, fc.nat(60), fc.integer({ min: 10, max: 60 }), (key, from, length) => {
      const piece = key.slice(from, from + length).replace(/^\s+|\s+$/g, '');
      if (piece.length < 10) return;
      expect(createKnownSecrets([key]).remove(`given: ${piece} and so on`)).not.toContain(piece);
    }),
    { numRuns: 500 },
  );
});
