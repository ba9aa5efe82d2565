import { describe, expect, it } from 'vitest';
import { describeCurve } from '../../../src/language/heads/describe-curve.ts';
import { learningCurve } from '../../../src/language/heads/learning-curve.ts';
import type { ReadRow } from '../../../src/language/heads/read-row.ts';
import { trainHead } from '../../../src/language/heads/train-head.ts';
import { trainingJob } from '../../../src/language/heads/training-job.ts';
import { BUG_REPORT, REFUND, URGENT } from './intent-examples.ts';
import { SHIPPED_WORDS } from './shipped-words.ts';

/** So many examples of ten intents, the given share of them read right and accepted, the others half and half not. */
function readings(count: number, right: number): ReadRow[] {
  const features = { columns: new Int32Array(), values: new Float32Array(), dense: new Float32Array() };
  return Array.from({ length: count }, (_, at) => {
    const isRight = at < Math.round(right * count);
    const isAccepted = isRight || at % 2 === 0;
    const best = isAccepted && !isRight ? (at + 1) % 10 : at % 10;
    const logits = new Float64Array(10).fill(-9);
    logits[best] = isAccepted ? 1 : -1;
    return {
      row: {
        kind: 'example' as const,
        importance: 1,
        text: '',
        instruction: '',
        intent: at % 10,
        features,
        stretches: [],
      },
      logits,
      best,
    };
  });
}

const ACCEPTANCE = { scale: { midpoint: 0, temperature: 1 }, thresholds: new Array<number>(10).fill(0.5) };

function curveOf(count: number, half: number, most: number, all: number) {
  return learningCurve(
    { half: readings(count, half), most: readings(count, most), all: readings(count, all) },
    10,
    10,
    () => ACCEPTANCE,
  );
}

describe('a learning curve', () => {
  it('counts examples that are read right and accepted', () => {
    expect(curveOf(1000, 0.2, 0.25, 0.3)).toMatchObject({
      examples: 100,
      withHalf: 0.2,
      withMost: 0.25,
      withAll: 0.3,
    });
  });

  it('continues an inverse power that the points determine', () => {
    // 10,000 examples an intent lose 1/√n: of 100,000 rows that outweighs what is usual.
    const share = (number: number) => 1 - 0.5 * (number / 1000) ** -0.5;
    const curve = curveOf(100_000, share(5000), share(7500), share(9000));
    const now = 0.5 * 10 ** -0.5;
    expect(curve?.tenMore.gain).toBeCloseTo(now * (1 - (10_000 / 10_010) ** 0.5), 5);
  });

  it('expects the usual growth where few points are flat, with a wide interval', () => {
    const { gain = 0, low = 1, high = 0 } = curveOf(40, 0.3, 0.3, 0.3)?.tenMore ?? {};
    expect(gain).toBeGreaterThan(0.1);
    expect(low).toBeLessThan(0.02);
    expect(high).toBeGreaterThan(0.3);
  });

  it('never promises more than is missing, nor a loss, and is surer with more examples', () => {
    const steep = curveOf(40, 0.5, 0.8, 0.95)?.tenMore;
    expect(steep?.gain).toBeLessThanOrEqual(0.1);
    expect(curveOf(40, 0.9, 0.8, 0.7)?.tenMore.low).toBe(0);
    const width = (count: number) => {
      const { low = 0, high = 0 } = curveOf(count, 0.8, 0.82, 0.85)?.tenMore ?? {};
      return high - low;
    };
    expect(width(400)).toBeLessThan(width(40));
    expect(curveOf(10, 1, 1, 1)?.tenMore.high).toBeGreaterThan(0);
  });

  it('is not drawn through nothing', () => {
    expect(curveOf(7, 1, 1, 1)).toBeUndefined();
  });

  it('belongs to heads with few examples, and to no other', () => {
    const trainedOn = (like: number) =>
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
    expect(trainedOn(6)).toMatchObject({ examples: 6 });
    expect(trainedOn(10)).toBeNull();
    expect(trainHead(trainingJob('tone', [URGENT]), SHIPPED_WORDS).calibration.curve).toBeNull();
  });

  it('is told as the guess it is', () => {
    const points = { examples: 4, withHalf: 0.8, withMost: 0.85, withAll: 0.9 };
    expect(describeCurve({ ...points, tenMore: { gain: 0.05, low: 0, high: 0.1 } })).toBe(
      "held out, 80 % of the group's examples are found with about 2 examples per intent and 90 % with 4: ten more like them per intent add about 5 points (0 to 10)",
    );
    expect(describeCurve({ ...points, tenMore: { gain: 0.05, low: 0, high: 0.4 } })).toContain(
      'ten more like them per intent may add 0 to 40 points; with so few examples no better estimate is possible',
    );
  });
});
