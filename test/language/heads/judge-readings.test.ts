import { describe, expect, it } from 'vitest';
import { areaUnderRoc, judgeReadings } from '../../../src/language/heads/judge-readings.ts';
import { jobOfRows, readLabelledRows } from '../../../src/language/heads/labelled-rows.ts';

const judged = (intent: string | null, best: string, confidence: number, threshold = 0.5) => ({
  row: { text: '', intent },
  reading: { intent: confidence >= threshold ? best : null, best, confidence },
});

describe('judging readings', () => {
  it('is worked out by hand', () => {
    const { confusion, ...figures } = judgeReadings(
      ['a', 'b'],
      [
        judged('a', 'a', 0.95),
        judged('a', 'a', 0.45),
        judged('b', 'a', 0.85),
        judged('b', 'b', 0.75),
        judged(null, 'a', 0.65),
        judged('not known', 'b', 0.05),
      ],
    );
    // Bins: 0.95 right, 0.45 right, 0.85 wrong, 0.75 right, 0.65 wrong, 0.05 wrong.
    const ece = (0.05 + 0.55 + 0.85 + 0.25 + 0.65 + 0.05) / 6;
    expect(figures).toEqual({
      n: 6,
      accuracy: 0.75,
      oosAuroc: 7 / 8,
      inScopeAccuracy: 0.5,
      oosRecall: 0.5,
      rejectRate: 0.25,
      ece: expect.closeTo(ece, 12),
    });
    expect(confusion).toEqual([
      { intent: 'a', readAs: null, count: 1 },
      { intent: 'b', readAs: 'a', count: 1 },
      { intent: null, readAs: 'a', count: 1 },
    ]);
  });

  it('says nothing of what is out of scope where nothing is', () => {
    const figures = judgeReadings(['a'], [judged('a', 'a', 0.9)]);
    expect(Object.keys(figures)).not.toContain('oosAuroc');
    expect(Object.keys(figures)).not.toContain('oosRecall');
  });

  it('counts ties half', () => {
    expect(areaUnderRoc([1, 2], [1, 1])).toBe(0.75);
    expect(areaUnderRoc([1], [1])).toBe(0.5);
  });
});

describe('labelled rows', () => {
  it('are read line by line, and each fault has its line', () => {
    const { rows, faults } = readLabelledRows(
      '{"text":"one","intent":"a"}\r\n\n{"text":"two","intent":null,"more":1}\nnonsense\n[]\n{"text":"x"}\n{"intent":"a"}\n{"text":"x","intent":""}\n',
    );
    expect(rows).toEqual([
      { text: 'one', intent: 'a' },
      { text: 'two', intent: null },
    ]);
    expect(faults.map(({ line }) => line)).toEqual([4, 5, 6, 7, 8]);
  });

  it('make a job: intents in order, what has none left out', () => {
    const { rows } = readLabelledRows(
      '{"text":"1","intent":"b"}\n{"text":"2","intent":"a"}\n{"text":"3","intent":null}\n{"text":"4","intent":"b"}',
    );
    expect(jobOfRows(rows).intents).toEqual([
      { name: 'b', like: ['1', '4'], not: [] },
      { name: 'a', like: ['2'], not: [] },
    ]);
  });
});
