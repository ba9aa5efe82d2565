import { describe, expect, it } from 'vitest';
import { drawSweepSvg } from '../../../src/language/heads/draw-sweep.ts';
import {
  areaUnderRoc,
  judgeReadings,
  misreadOf,
  sharesByIntent,
  sharesByLength,
} from '../../../src/language/heads/judge-readings.ts';
import { jobOfRows, readLabelledRows } from '../../../src/language/heads/labelled-rows.ts';
import { bestThreshold, thresholdSweep } from '../../../src/language/heads/threshold-sweep.ts';

const judged = (intent: string | null, best: string, confidence: number, threshold = 0.5, text = '') => ({
  row: { text, intent },
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
      falseAcceptRate: 0.5,
      overallAccuracy: 0.5,
      ece: expect.closeTo(ece, 12),
    });
    expect(confusion).toEqual([
      { intent: 'a', readAs: null, count: 1 },
      { intent: 'b', readAs: 'a', count: 1 },
      { intent: null, readAs: 'a', count: 1 },
    ]);
  });

  const MIXED = [
    judged('a', 'a', 0.95, 0.5, 'short'),
    judged('a', 'b', 0.6, 0.5, 'x'.repeat(100)),
    judged('b', 'b', 0.3, 0.5, 'x'.repeat(499)),
    judged(null, 'a', 0.7, 0.5, 'x'.repeat(2000)),
  ];

  it('gives each intent its recall and precision, and each length its shares', () => {
    expect(sharesByIntent(['a', 'b', 'c'], MIXED)).toEqual([
      { intent: 'a', n: 2, recall: 0.5, precision: 0.5 },
      { intent: 'b', n: 1, recall: 0, precision: 0 },
      { intent: 'c', n: 0 },
    ]);
    expect(sharesByLength(['a', 'b'], MIXED)).toEqual([
      { from: 0, below: 100, n: 1, overallAccuracy: 1, inScopeAccuracy: 1 },
      { from: 100, below: 500, n: 2, overallAccuracy: 0, inScopeAccuracy: 0 },
      { from: 2000, below: null, n: 1, overallAccuracy: 0, falseAcceptRate: 1 },
    ]);
    expect(misreadOf(['a', 'b'], MIXED)).toEqual(MIXED.slice(1));
  });

  it('sweeps the threshold, and draws it', () => {
    const sweep = thresholdSweep(['a', 'b'], MIXED);
    expect(sweep).toHaveLength(21);
    expect(sweep[0]).toEqual({
      threshold: 0,
      overallAccuracy: 0.5,
      inScopeAccuracy: 2 / 3,
      falseAcceptRate: 1,
    });
    expect(sweep[20]).toMatchObject({ overallAccuracy: 0.25, inScopeAccuracy: 0, falseAcceptRate: 0 });
    expect(bestThreshold(sweep)).toMatchObject({ threshold: 0.95, overallAccuracy: 0.5 });
    const svg = drawSweepSvg(sweep, [0.5, 0.5], '<4 texts>');
    expect(svg.match(/<polyline/g)).toHaveLength(3);
    expect(svg).toContain('&lt;4 texts&gt;');
  });

  it('says nothing of what is out of scope where nothing is', () => {
    const figures = judgeReadings(['a'], [judged('a', 'a', 0.9)]);
    expect(Object.keys(figures)).not.toContain('oosAuroc');
    expect(Object.keys(figures)).not.toContain('oosRecall');
    expect(Object.keys(figures)).not.toContain('falseAcceptRate');
  });

  it('says nothing of what is in scope where nothing is', () => {
    const figures = judgeReadings(['a'], [judged(null, 'a', 0.9)]);
    expect(figures).toMatchObject({ n: 1, overallAccuracy: 0, falseAcceptRate: 1 });
    for (const name of ['accuracy', 'inScopeAccuracy', 'rejectRate'])
      expect(Object.keys(figures)).not.toContain(name);
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
