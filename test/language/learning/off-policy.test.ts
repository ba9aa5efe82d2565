// Off-policy estimates against tables of known truth: unbiased where the logged choice depends on the request, intervals
// that contain the truth as often as they state, and no certainty from a few equal rewards.
import { describe, expect, it } from 'vitest';
import { estimateOffPolicy, type LoggedChoice } from '../../../src/language/learning/off-policy.ts';
import { generator } from '../../../src/language/learning/routing-curve.ts';
import { fitQualityTable } from '../../../src/language/quality/quality-table.ts';

const EXPLORED = 0.2;
/** The chance of a right answer: the large model is better on hard requests only. */
const CHANCE = { easy: { small: 0.9, large: 0.92 }, hard: { small: 0.3, large: 0.85 } } as const;
type Model = 'small' | 'large';

interface Logged {
  readonly kind: keyof typeof CHANCE;
  readonly model: Model;
  readonly reward: number;
  readonly propensity: number;
}

/** A pool that gives easy requests to the small model and explores: its own outcomes flatter that model. */
function log(count: number, random: () => number): Logged[] {
  return Array.from({ length: count }, () => {
    const kind = random() < 0.7 ? 'easy' : 'hard';
    const own: Model = kind === 'easy' ? 'small' : 'large';
    const explored = random() < EXPLORED;
    const model = explored ? (own === 'small' ? 'large' : 'small') : own;
    const reward = random() < CHANCE[kind][model] ? 1 : 0;
    return { kind, model, reward, propensity: explored ? EXPLORED : 1 - EXPLORED };
  });
}
const choicesOf = (rows: readonly Logged[], target: (row: Logged) => Model): LoggedChoice[] =>
  rows.map((row) => ({ ...row, agrees: target(row) === row.model ? 1 : 0 }));
const truthOf = (target: (kind: Logged['kind']) => Model): number =>
  0.7 * CHANCE.easy[target('easy')] + 0.3 * CHANCE.hard[target('hard')];

const TARGETS = {
  'always the small model': () => 'small',
  'always the large model': () => 'large',
  'the other way round': (kind) => (kind === 'easy' ? 'large' : 'small'),
} as const satisfies Readonly<Record<string, (kind: Logged['kind']) => Model>>;

describe('against a known truth', () => {
  const random = generator(7);
  const logs = Array.from({ length: 400 }, () => log(500, random));

  it.each(Object.entries(TARGETS))('%s', (_name, target) => {
    const truth = truthOf(target);
    const estimates = logs.map((rows) => estimateOffPolicy(choicesOf(rows, ({ kind }) => target(kind))));
    const of = (figure: 'snips' | 'ips') => estimates.map((one) => one?.[figure].value ?? Number.NaN);
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    // 400 logs of 500: the mean's standard deviation is at most 0.003.
    expect(Math.abs(mean(of('ips')) - truth)).toBeLessThan(0.01);
    expect(Math.abs(mean(of('snips')) - truth)).toBeLessThan(0.01);
    expect(mean(estimates.map((one) => one?.meanWeight ?? 0))).toBeCloseTo(1, 1);
    const inside = estimates.filter((one) => one && one.snips.low <= truth && truth <= one.snips.high);
    expect(inside.length / estimates.length).toBeGreaterThanOrEqual(0.93);
  });

  it('a quality table of weighted outcomes is of all requests, and its intervals contain the truth', () => {
    const tables = logs.map((rows) =>
      fitQualityTable(
        rows.map(({ model, reward, propensity }) => ({
          model,
          intent: '*',
          quality: 100 * reward,
          weight: 1 / propensity,
        })),
      ),
    );
    for (const model of ['small', 'large'] as const) {
      const truth = 100 * truthOf(() => model);
      const cells = tables.flatMap((table) => table.cells.filter((cell) => cell.model === model));
      const mean = cells.reduce((sum, { quality }) => sum + quality, 0) / cells.length;
      expect(Math.abs(mean - truth)).toBeLessThan(1);
      expect(cells.filter(({ low, high }) => low <= truth && truth <= high).length).toBeGreaterThanOrEqual(
        0.93 * logs.length,
      );
      // 500 outcomes, of which few are of explored requests.
      for (const { rows } of cells) expect(rows).toBeLessThan(300);
    }
  });

  it('is needed: the plain mean of the small model’s own outcomes is far too high', () => {
    const rows = logs.flat().filter(({ model }) => model === 'small');
    const plain = rows.reduce((sum, { reward }) => sum + reward, 0) / rows.length;
    expect(plain - truthOf(TARGETS['always the small model'])).toBeGreaterThan(0.08);
  });
});

const row = (reward: number, propensity = 0.02, agrees = 1): LoggedChoice => ({ reward, propensity, agrees });

it('is not certain where all rewards are equal', () => {
  const rows = Array.from({ length: 12 }, () => row(1));
  expect(estimateOffPolicy(rows)?.snips).toMatchObject({ value: 1, high: 1 });
  expect(estimateOffPolicy(rows)?.snips.low).toBeLessThan(0.8);
});

it('needs ten rows with the same choice', () => {
  const others = Array.from({ length: 500 }, () => row(1, 0.98, 0));
  const matching = (count: number) => Array.from({ length: count }, (_, at) => row(at % 2));
  expect(estimateOffPolicy([...others, ...matching(9)])).toBeUndefined();
  expect(estimateOffPolicy([...others, ...matching(10)])?.matched).toBe(10);
});

it('a single heavy weight leaves little to be certain of', () => {
  const rows = [...Array.from({ length: 200 }, () => row(1, 0.98)), row(0, 0.001)];
  const estimate = estimateOffPolicy(rows);
  expect(estimate?.effectiveRows).toBeLessThan(2);
  expect((estimate?.snips.high ?? 0) - (estimate?.snips.low ?? 0)).toBeGreaterThan(0.5);
});

it('takes a row of a sample for as many as it represents', () => {
  const rows = log(200, generator(3)).map((row, at) => ({ ...row, weight: at % 2 === 0 ? 3 : 1 }));
  const choices = rows.map((row): LoggedChoice => ({ ...row, agrees: row.model === 'small' ? 1 : 0 }));
  const repeated = choices.flatMap(({ weight = 1, ...choice }) =>
    Array.from({ length: weight }, () => choice),
  );
  const [weighted, whole] = [choices, repeated].map(estimateOffPolicy);
  expect(weighted?.snips.value).toBeCloseTo(whole?.snips.value ?? 0, 10);
  expect(weighted?.ips.value).toBeCloseTo(whole?.ips.value ?? 0, 10);
  expect(weighted?.meanWeight).toBeCloseTo(whole?.meanWeight ?? 0, 10);
});
