// How good each model's answers are, by intent and complexity: what `quality "./quality.csv"` names and `good enough
// at 90%` reads. A cell with few rows is shrunk towards the broader cell, and its interval is wide. Must not know:
// files, routes.

import { mean } from './routing-curve.ts';

/** All of one model, of one intent, or of one intent at one complexity. */
export interface QualityCell {
  readonly model: string;
  /** `*`: any. */
  readonly intent: string;
  /** Which third of the 0..1 range; undefined: any. */
  readonly complexity?: ComplexityBand;
  readonly rows: number;
  /** Percent of the scale, 0..100: the expected quality and its 95 % interval. */
  readonly quality: number;
  readonly low: number;
  readonly high: number;
}

export const COMPLEXITY_BANDS = ['low', 'middle', 'high'] as const;
export type ComplexityBand = (typeof COMPLEXITY_BANDS)[number];

export function bandOf(complexity: number): ComplexityBand {
  return complexity < 1 / 3 ? 'low' : complexity < 2 / 3 ? 'middle' : 'high';
}

export interface QualityTable {
  readonly cells: readonly QualityCell[];
}

export interface GradedAnswer {
  readonly model: string;
  readonly intent: string;
  /** 0..1, where it is known. */
  readonly complexity?: number;
  /** Percent. */
  readonly quality: number;
}

/** In units of rows: a cell's own mean counts half at this many. */
const PRIOR_ROWS = 15;
/** The normal distribution's, for 95 %. */
const WIDTH = 1.96;
/** Fewer rows than this do not make a cell of their own. */
const FEWEST_ROWS = 5;

export function fitQualityTable(answers: readonly GradedAnswer[]): QualityTable {
  const cells: QualityCell[] = [];
  for (const [model, own] of Map.groupBy(answers, (one) => one.model)) {
    const whole = cellOf({ model, intent: '*' }, own, undefined);
    cells.push(whole);
    for (const [intent, of] of Map.groupBy(own, (one) => one.intent)) {
      const cell = intent === '*' ? whole : cellOf({ model, intent }, of, whole);
      if (intent !== '*' && of.length >= FEWEST_ROWS) cells.push(cell);
      const bands = Map.groupBy(of, ({ complexity }) =>
        complexity === undefined ? undefined : bandOf(complexity),
      );
      if (bands.size < 2) continue;
      for (const complexity of COMPLEXITY_BANDS) {
        const inside = bands.get(complexity) ?? [];
        if (inside.length >= FEWEST_ROWS) cells.push(cellOf({ model, intent, complexity }, inside, cell));
      }
    }
  }
  return { cells };
}

/**
 * A mean shrunk towards the broader cell's as if that had been observed on `PRIOR_ROWS` rows. The interval uses only
 * the cell's own rows, around the shrunk mean, plus two imaginary rows at the extremes: six equal rows are not a
 * certainty.
 */
function cellOf(
  name: Pick<QualityCell, 'model' | 'intent' | 'complexity'>,
  answers: readonly GradedAnswer[],
  broader: QualityCell | undefined,
): QualityCell {
  const values = answers.map((one) => one.quality);
  const n = values.length;
  const prior = broader === undefined ? 0 : PRIOR_ROWS;
  const quality = (n * mean(values) + prior * (broader?.quality ?? 0)) / (n + prior);
  const possible = Math.max(100, quality * (100 - quality));
  const variance = (values.reduce((sum, value) => sum + (value - quality) ** 2, 0) + 2 * possible) / (n + 2);
  const half = WIDTH * Math.sqrt(variance / n);
  return { ...name, rows: n, quality, low: Math.max(0, quality - half), high: Math.min(100, quality + half) };
}

/**
 * The expected quality of a model for a request: the narrowest known cell. Undefined for a model without rows; for an
 * intent without rows, or only at another complexity, the cell of the whole model is used.
 */
export function qualityOf(
  table: QualityTable,
  model: string,
  request: { readonly intent?: string | null; readonly complexity?: number | null },
): QualityCell | undefined {
  const own = table.cells.filter((cell) => cell.model === model);
  const band = request.complexity == null ? undefined : bandOf(request.complexity);
  const fits = (intent: string, complexity: ComplexityBand | undefined) =>
    own.find((cell) => cell.intent === intent && cell.complexity === complexity);
  const narrowest = (intent: string) =>
    (band === undefined ? undefined : fits(intent, band)) ?? fits(intent, undefined);
  return narrowest(request.intent ?? '*') ?? narrowest('*');
}
