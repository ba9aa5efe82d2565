import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learnQuality } from '../../../src/language/learning/learn-quality.ts';
import type { OutcomeRow } from '../../../src/language/learning/outcome-rows.ts';
import { readOutcomes } from '../../../src/language/learning/read-outcomes.ts';
import { csvField, readCsv } from '../../../src/language/quality/csv.ts';
import { qualityOf } from '../../../src/language/quality/quality-table.ts';

const plain = (rows: readonly OutcomeRow[]) =>
  rows.map(({ quality, cost, propensity, ...row }) => ({
    ...row,
    quality: Object.fromEntries(quality),
    ...(cost === undefined || cost.size === 0 ? {} : { cost: Object.fromEntries(cost) }),
    ...(propensity === undefined || propensity.size === 0
      ? {}
      : { propensity: Object.fromEntries(propensity) }),
  }));

describe('the probability with which a model was chosen', () => {
  it.each([
    '{"decision":"1","quality":{"m":1},"propensity":{"m":0.02}}',
    '{"decision":"1","model":"m","score":1,"propensity":0.02}',
    'decision,model,score,propensity\n1,m,1,0.02',
  ])('is read from %s', (text) => {
    const { rows, faults } = readOutcomes(text);
    expect(faults).toEqual([]);
    expect(plain(rows)).toEqual([{ intent: '*', quality: { m: 1 }, propensity: { m: 0.02 } }]);
  });

  it.each([
    ['{"quality":{"m":1},"propensity":{"m":0}}', 'the propensity of "m" is not a probability: over 0'],
    ['{"model":"m","score":1,"propensity":2}', 'the propensity of "m" is not a probability'],
    ['{"quality":{"m":1},"propensity":0.02}', 'has no "propensity": {MODEL: number}'],
    ['model,score,propensity\nm,1,2%', 'the propensity of "m" is not a probability'],
    ['prompt,m,propensity\np,1,0.5', 'a column "propensity" needs the columns "model" and "score"'],
  ])('is refused in %s', (text, why) => {
    expect(readOutcomes(text).faults[0]?.why).toContain(why);
  });
});

it.each([
  ['{"decision":"d","quality":{"m":1}}\n{"decision":"d","quality":{"m":0}}', 1],
  ['{"decision":"d","quality":{"m":1}}\n{"decision":"d","quality":{"n":0}}', 0],
  ['decision,m\nd,1\nd,1', 1],
  ['decision,m\n,1\n,1', 0],
])('a decision counts once per model: %s', (text, count) => {
  const { faults } = readOutcomes(text);
  expect(
    faults.map(({ why }) => why).filter((why) => why.startsWith('repeats the outcome of "m"')),
  ).toHaveLength(count);
  expect(faults).toHaveLength(count);
});

describe('CSV', () => {
  it('comes back as it was written, whatever is in its fields', () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', ' ', 'ü') });
    const record = fc.array(field, { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(record, { maxLength: 5 }), (records) => {
        const text = records.map((fields) => `${fields.map(csvField).join(',')}\r\n`).join('');
        const { records: read, faults } = readCsv(text);
        expect(faults).toEqual([]);
        expect(read.map(({ fields }) => fields)).toEqual(records);
      }),
    );
  });

  it('may hold fields of any length', () => {
    const long = 'a ""b"",\n'.repeat(200_000);
    expect(readCsv(`prompt,small\n"${long}",1\n`).records[1]?.fields[0]).toBe(long.replaceAll('""', '"'));
  });

  it.each([
    ['a,"b\nc', 'has an opening quote without a closing one'],
    ['a,"b"c', 'continues after the quote that ends a field'],
    ['a,b"c', 'has a quote inside a field that does not begin with one'],
  ])('%j is said to be wrong', (text, why) => {
    expect(readCsv(`x,y\n\n${text}\n`).faults).toEqual([{ line: 3, why }]);
  });
});

describe('outcomes as CSV', () => {
  it('have a column for each model', () => {
    const { rows, faults, contaminated, scale } = readOutcomes(
      'id,prompt,intent,small,large,contaminated\r\n1,"one, ""two""\nthree",sums,0,1,\r\n2,four,,0.5,,\r\n3,x,y,1,1,true\r\n',
    );
    expect(faults).toEqual([]);
    expect(plain(rows)).toEqual([
      { prompt: 'one, "two"\nthree', intent: 'sums', quality: { small: 0, large: 1 } },
      { prompt: 'four', intent: '*', quality: { small: 0.5 } },
    ]);
    expect({ contaminated, scale }).toEqual({ contaminated: 1, scale: 1 });
  });

  it('or a line for each answer; a model that was asked twice makes two rows', () => {
    const { rows, faults } = readOutcomes(
      [
        'prompt,intent,model,score,cost',
        'p,i,small,0,0.001',
        'p,i,large,1,0.01',
        'q,i,large,1,',
        'p,i,small,1,0.002',
      ].join('\n'),
    );
    expect(faults).toEqual([]);
    expect(plain(rows)).toEqual([
      { prompt: 'p', intent: 'i', quality: { small: 0, large: 1 }, cost: { small: 0.001, large: 0.01 } },
      { prompt: 'q', intent: 'i', quality: { large: 1 } },
      { prompt: 'p', intent: 'i', quality: { small: 1 }, cost: { small: 0.002 } },
    ]);
  });

  it.each([
    ['prompt,intent', 1, 'names no model'],
    ['prompt,model', 1, 'a column "model" but none "score"'],
    ['prompt,m,m', 1, 'names the column "m" twice'],
    ['prompt,m,', 1, 'has a column without a name'],
    ['prompt,model,score,gpt', 1, 'there can be no column "gpt"'],
    ['prompt,m,cost', 1, 'a column "cost" needs the columns'],
    ['prompt,m\n"a\nb",1\nc,good', 4, 'the score "good" of "m" is not a number'],
    ['prompt,m\na,1,2', 2, 'has 3 fields where the first line has 2'],
    ['prompt,m\na,', 2, 'has no value for any model'],
    ['prompt,model,score\na,,1', 2, 'names no model'],
    ['prompt,model,score\na,m,', 2, 'has no score of "m"'],
    ['prompt,model,score,cost\na,m,1,free', 2, 'the cost of "m" is not a number of dollars'],
    ['complexity,model,score\n1.5,m,1', 2, 'a complexity that is not a number from 0 to 1'],
    ['just some words', 1, 'neither JSON nor a table of outcomes'],
  ])('%j is said to be wrong, and where', (text, line, why) => {
    const { faults } = readOutcomes(text);
    expect(faults).toEqual([{ line, why: expect.stringContaining(why) }]);
  });
});

describe('outcomes without a prompt', () => {
  const lines = (model: string, score: number, count: number, complexity?: number) =>
    Array.from({ length: count }, () =>
      JSON.stringify({
        intent: 'refund',
        ...(complexity === undefined ? {} : { complexity }),
        quality: { [model]: score },
      }),
    );

  it('say how good a model is, by intent and complexity, and are no pair', () => {
    const text = [...lines('small', 0, 20, 0.9), ...lines('small', 1, 20, 0.1), ...lines('large', 1, 20)];
    const { table, pairs } = learnQuality(readOutcomes(text.join('\n')), undefined);
    expect(pairs).toEqual([]);
    const of = (model: string, complexity: number) =>
      qualityOf(table, model, { intent: 'refund', complexity });
    expect(of('small', 0.9)).toMatchObject({ complexity: 'high', rows: 20 });
    expect(of('small', 0.9)?.quality).toBeLessThan(30);
    expect(of('small', 0.1)?.quality).toBeGreaterThan(70);
    expect(of('large', 0.9)).not.toHaveProperty('complexity');
  });
});
