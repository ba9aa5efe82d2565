/** A large text parses to what JSON.parse makes of it, though it is cut into pieces. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson, SMALL_JSON } from '../../../src/gateway/bounds/parse-json.ts';

async function parsedOf(text: string): Promise<unknown> {
  const parsed = await parseJson(Buffer.from(text));
  if (parsed.kind !== 'value') throw new Error(JSON.stringify(parsed));
  return parsed.value;
}

/** Of more than `length` characters, escapes and all. */
function longText(units: readonly string[], length: number): string {
  let text = '';
  for (let at = 0; text.length < length; at += 1) text += units[at % units.length];
  return text;
}

const UNITS = [
  'a',
  '\\\\',
  '\\"',
  '\\n',
  '\\u00e9',
  '\\ud83d\\ude00',
  'é',
  '中',
  '😀',
  '\\\\\\\\',
  '{',
  ',',
  ':',
];

test('small and large, plain and escaped', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...UNITS), { minLength: 1, maxLength: 9 }),
      fc.constantFrom(10, 70_000, 1_100_000),
      fc.nat(12),
      async (units, length, shift) => {
        const text = `{"a":"${'x'.repeat(shift)}${longText(units, length)}","b":[1,"${longText(units, length)}",{"c":null}]}`;
        expect(await parsedOf(text)).toEqual(JSON.parse(text));
      },
    ),
    { numRuns: 40 },
  );
});

test('a long string alone', async () => {
  const text = JSON.stringify('é'.repeat(SMALL_JSON));
  expect(await parsedOf(text)).toBe(JSON.parse(text));
});

test('a long member named __proto__ stays a member', async () => {
  const long = 'x'.repeat(SMALL_JSON);
  const value = (await parsedOf(`{"__proto__":"${long}","constructor":"${long}"}`)) as object;
  expect(Object.getOwnPropertyNames(value)).toEqual(['__proto__', 'constructor']);
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
});

test('of members of one name the last counts, as in JSON.parse', async () => {
  const long = (letter: string) => letter.repeat(SMALL_JSON);
  const text = `{"a":"${long('x')}","a":"${long('y')}","b":"${long('z')}","b":1}`;
  expect(await parsedOf(text)).toEqual({ a: long('y'), b: 1 });
});

test.each([
  ['a line break in a string', `{"a":"${'x'.repeat(SMALL_JSON)}\n"}`],
  ['an unknown escape', `{"a":"${'x'.repeat(SMALL_JSON)}\\q"}`],
  ['no comma', `{"a":"${'x'.repeat(SMALL_JSON)}" "b":1}`],
])('what is no JSON is none when it is large: %s', async (_, text) => {
  expect(await parseJson(Buffer.from(text))).toEqual({ kind: 'not-json', ended: false });
});

test('a large text that ends too early', async () => {
  const parsed = await parseJson(Buffer.from(`{"a":"${'x'.repeat(SMALL_JSON)}"`));
  expect(parsed).toMatchObject({ kind: 'not-json' });
});
