import { describe, expect, it } from 'vitest';
import { learningCurve } from '../../../src/language/heads/learning-curve.ts';
import type { ReadRow } from '../../../src/language/heads/read-row.ts';
import { tellCurve } from '../../../src/language/heads/tell-curve.ts';
import { trainHead } from '../../../src/language/heads/train-head.ts';
import { trainingJob } from '../../../src/language/heads/training-job.ts';
import { BUG_REPORT, REFUND, URGENT } from './intent-examples.ts';
import { SHIPPED_WORDS } from './shipped-words.ts';

/** So many examples of ten intents, the given share of them read right. */
function readings(count: number, right: number): ReadRow[] {
  const features = { columns: new Int32Array(), values: new Float32Array(), dense: new Float32Array() };
  return Array.from({ length: count }, (_, at) => ({
    row: { kind: 'example' as const, importance: 1, text: '', intent: at % 10, features },
    logits: new Float64Array(10),
    best: at < Math.round(right * count) ? at % 10 : (at + 1) % 10,
  }));
}

describe('a learning curve', () => {
  it('carries on what was won: loss = a + b/√n through both points', () => {
    // 100 examples an intent: 0.70 right with 50, 0.75 with 75.
    const curve = learningCurve(readings(1000, 0.7), readings(1000, 0.75), 10);
    expect(curve).toMatchObject({ examples: 100, withHalf: 0.7, withMost: 0.75 });
    const b = 0.05 / (50 ** -0.5 - 75 ** -0.5);
    expect(curve?.tenMore.gain).toBeCloseTo(b * (100 ** -0.5 - 110 ** -0.5), 6);
  });

  it('never promises more than is missing, nor a loss, and is surer with more examples', () => {
    const steep = learningCurve(readings(40, 0.5), readings(40, 0.95), 10)?.tenMore;
    expect(steep?.gain).toBeLessThanOrEqual(0.05 + 1e-9);
    const worse = learningCurve(readings(40, 0.9), readings(40, 0.8), 10)?.tenMore;
    expect([worse?.gain, worse?.low]).toEqual([0, 0]);
    const width = (count: number) => {
      const { low = 0, high = 0 } =
        learningCurve(readings(count, 0.8), readings(count, 0.85), 10)?.tenMore ?? {};
      return high - low;
    };
    expect(width(400)).toBeLessThan(width(40));
    const { tenMore } = learningCurve(readings(10, 1), readings(10, 1), 10) ?? {};
    expect(tenMore?.high).toBeGreaterThan(0);
  });

  it('is not drawn through nothing', () => {
    expect(learningCurve(readings(7, 1), readings(7, 1), 2)).toBeUndefined();
    expect(learningCurve(readings(40, 1), readings(40, 1), 1)).toBeUndefined();
  });

  it('belongs to heads with few examples, and to no other', () => {
    const curveOf = (like: number) =>
      trainHead(
        trainingJob(
          'intent',
          [REFUND, BUG_REPORT].map((intent) => ({
            ...intent,
            like: Array.from(
              { length: like },
              (_, at) => `${intent.like[at % intent.like.length]} ${'again '.repeat(at)}`,
            ),
          })),
        ),
        SHIPPED_WORDS,
      ).calibration.curve;
    expect(curveOf(6)).toMatchObject({ examples: 6 });
    expect(curveOf(10)).toBeNull();
    expect(trainHead(trainingJob('tone', [URGENT]), SHIPPED_WORDS).calibration.curve).toBeNull();
  });

  it('is told as the guess it is', () => {
    const points = { examples: 4, withHalf: 0.8, withMost: 0.9 };
    expect(tellCurve({ ...points, tenMore: { gain: 0.05, low: 0, high: 0.1 } })).toBe(
      "held out, 80 % of the group's examples are read right with about 2 examples per intent and 90 % with 3: if this continues, ten more per intent add about 5 points (0 to 10)",
    );
    expect(tellCurve({ ...points, tenMore: { gain: 0.05, low: 0, high: 0.4 } })).toContain(
      'ten more per intent may change this by 0 to 40 points; with so few examples no better estimate is possible',
    );
  });
});
