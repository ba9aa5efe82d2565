/**
 * How often a table claims more than is true: every figure is simulated from a known truth, and `good enough at 90 %`
 * may be claimed of models and intents worth 88 % in at most 5 % of the tables, however few the outcomes are.
 */
import { describe, expect, it } from 'vitest';
import { generator } from '../../../src/language/learning/routing-curve.ts';
import { meanInterval } from '../../../src/language/quality/mean-interval.ts';
import { readQualityCsv, writeQualityCsv } from '../../../src/language/quality/quality-csv.ts';
import {
  fitQualityTable,
  type GradedAnswer,
  provenQuality,
  qualityOf,
} from '../../../src/language/quality/quality-table.ts';

const random = generator(88);
const DRAWS = 400;
const MOST_FALSE = 0.05;

/** The share of tables that claim 90 % of any model for any intent. */
function claims(models: number, intents: number, rows: number, score: (intent: number) => number): number {
  let found = 0;
  for (let draw = 0; draw < DRAWS; draw++) {
    const answers: GradedAnswer[] = [];
    for (let model = 0; model < models; model++)
      for (let intent = 0; intent < intents; intent++)
        for (let row = 0; row < rows; row++)
          answers.push({
            model: `m${model}`,
            intent: intents === 1 ? '*' : `i${intent}`,
            quality: score(intent),
          });
    const table = fitQualityTable(answers);
    const asked = Array.from({ length: intents }, (_, at) => `i${at}`);
    const any = [...new Set(answers.map(({ model }) => model))].some((model) =>
      asked.some((intent) => (provenQuality(qualityOf(table, model, { intent })) ?? 0) >= 90),
    );
    if (any) found++;
  }
  return found / DRAWS;
}

const right = (chance: number) => (random() < chance ? 100 : 0);

describe('good enough at 90 %', () => {
  it.each([1, 3, 9, 10, 15, 20, 25, 30, 35, 40, 60, 100, 300])(
    'is claimed of a model that is right in 88 %% from %i outcomes in at most 5 %% of the tables',
    (rows) => {
      expect(claims(1, 1, rows, () => right(0.88))).toBeLessThanOrEqual(MOST_FALSE);
    },
  );

  it.each([
    ['twenty intents', 1, 20, 35],
    ['twenty intents with three outcomes each', 1, 20, 3],
    ['eleven models', 11, 1, 35],
    ['eleven models', 11, 1, 62],
    ['five models and eight intents', 5, 8, 50],
  ])('is claimed of none of %s in at least 95 %% of the tables', (_, models, intents, rows) => {
    expect(claims(models, intents, rows, () => right(0.88))).toBeLessThanOrEqual(MOST_FALSE);
  });

  it('is not claimed of one intent because the others are excellent', () => {
    const of = (intent: number) => right(intent === 0 ? 0.88 : 0.99);
    let found = 0;
    for (let draw = 0; draw < DRAWS; draw++) {
      const answers = Array.from({ length: 10 * 25 }, (_, at) => ({
        model: 'm',
        intent: `i${at % 10}`,
        quality: of(at % 10),
      }));
      if ((provenQuality(qualityOf(fitQualityTable(answers), 'm', { intent: 'i0' })) ?? 0) >= 90) found++;
    }
    expect(found / DRAWS).toBeLessThanOrEqual(MOST_FALSE);
  });

  it.each([
    ['even', () => 76 + 24 * random()],
    [
      'from 1 to 10',
      () => 10 * Math.min(10, Math.max(1, Math.round(8.8 + 2 * (random() + random() + random() - 1.5)))),
    ],
    ['excellent or nothing', () => (random() < 0.88 / 0.97 ? 94 + 6 * random() : 0)],
  ])('is not claimed of scores with the mean 88 that are %s', (_, score) => {
    for (const rows of [3, 10, 20, 30, 45, 100, 300])
      expect(claims(1, 1, rows, score), `${rows} outcomes`).toBeLessThanOrEqual(MOST_FALSE);
  });

  it('is claimed of models that are', () => {
    expect(claims(1, 1, 100, () => right(0.98))).toBeGreaterThan(0.8);
    expect(claims(1, 1, 300, () => right(0.95))).toBeGreaterThan(0.8);
    expect(claims(1, 1, 60, () => 92 + 8 * random())).toBeGreaterThan(0.9);
  });

  it('adds the outcomes of an earlier table as if they had been in one file', () => {
    const score = () => Math.round(100 * random());
    const answers: GradedAnswer[] = Array.from({ length: 90 }, (_, at) => ({
      model: 'm',
      intent: at % 3 === 0 ? 'code' : 'chat',
      complexity: (at % 10) / 10,
      quality: score(),
    }));
    const [early, late] = [answers.slice(0, 40), answers.slice(40)];
    const parts = fitQualityTable(late, readQualityCsv(writeQualityCsv(fitQualityTable(early))).table);
    const whole = fitQualityTable(answers);
    expect(parts.cells.length).toBe(whole.cells.length);
    for (const cell of whole.cells) {
      const found = parts.cells.find(
        (one) => one.intent === cell.intent && one.complexity === cell.complexity,
      );
      expect(found?.rows).toBe(cell.rows);
      for (const name of ['quality', 'low', 'high'] as const)
        expect(found?.[name]).toBeCloseTo(cell[name], 2);
    }
  });

  it('is claimed at the level of all models, also of those that were not asked again', () => {
    const of = (model: string): GradedAnswer[] =>
      Array.from({ length: 60 }, (_, at) => ({ model, intent: '*', quality: at < 58 ? 100 : 0 }));
    const early = readQualityCsv(writeQualityCsv(fitQualityTable(of('first')))).table;
    const names = Array.from({ length: 10 }, (_, at) => `m${at}`);
    const both = fitQualityTable(names.flatMap(of), early);
    const [first, ...others] = both.cells;
    expect(first).toMatchObject({ model: 'first', rows: 60 });
    for (const { low } of others) expect(first?.low).toBeCloseTo(low, 2);
    const older = { cells: early.cells.map(({ own: _, ...cell }) => cell) };
    expect(fitQualityTable(of('m'), older).cells[0]).toEqual(older.cells[0]);
  });

  it('replaces figures written by hand with outcomes, and keeps those of other intents and models', () => {
    const { table } = readQualityCsv('model,intent,quality\nm,*,99\nm,poems,70\nother,*,80\n');
    const { cells } = fitQualityTable(
      Array.from({ length: 12 }, () => ({ model: 'm', intent: '*', quality: 50 })),
      table,
    );
    expect(cells.map(({ model, intent, rows, quality }) => [model, intent, rows, quality])).toEqual([
      ['other', '*', 0, 80],
      ['m', '*', 12, 50],
      ['m', 'poems', 0, 70],
    ]);
  });

  it('needs ten outcomes', () => {
    const of = (rows: number) =>
      provenQuality(
        qualityOf(
          fitQualityTable(Array.from({ length: rows }, () => ({ model: 'm', intent: '*', quality: 100 }))),
          'm',
          {},
        ),
      );
    expect(of(9)).toBeUndefined();
    expect(of(10)).toBeCloseTo(72.2, 1);
  });
});

describe('an interval of a mean', () => {
  it('contains 1 where 300 of 300 were right, and 0 where none was', () => {
    const interval = (mean: number) => meanInterval({ rows: 300, mean, variance: 0 }, 1.96);
    expect(interval(1)).toEqual({ low: expect.closeTo(0.9874, 4), high: 1 });
    expect(interval(0)).toEqual({ low: 0, high: expect.closeTo(0.0126, 4) });
  });

  it('contains the truth in 95 % of draws, and a little more often where scores are not 0 or 1', () => {
    for (const truth of [0.5, 0.88, 0.97])
      for (const rows of [10, 40, 300]) {
        let covered = 0;
        for (let draw = 0; draw < 1000; draw++) {
          let sum = 0;
          for (let at = 0; at < rows; at++) sum += random() < truth ? 1 : 0;
          const mean = sum / rows;
          const { low, high } = meanInterval({ rows, mean, variance: mean * (1 - mean) }, 1.96);
          if (low <= truth && truth <= high) covered++;
        }
        expect(covered, `${truth} from ${rows}`).toBeGreaterThan(925);
      }
  });
});
