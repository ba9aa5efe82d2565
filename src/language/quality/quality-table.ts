// How good each model's answers are, by intent and complexity: what `quality "./quality.csv"` names and `good enough
// at 90%` reads. A cell with few rows is shrunk towards the broader cell, and its interval is wide. Must not know:
// files, routes.

import { deviationsFor, meanInterval, type ScoreSums, weightedSums } from './mean-interval.ts';

/** All of one model, of one intent, or of one intent at one complexity. */
export interface QualityCell {
  readonly model: string;
  /** `*`: any. */
  readonly intent: string;
  /** Which third of the 0..1 range; undefined: any. */
  readonly complexity?: ComplexityBand;
  /** Outcomes, or as many equally weighted ones as would be as certain; 0 for a figure written by hand. */
  readonly rows: number;
  /** Percent of the scale, 0..100: the expected quality and its interval. */
  readonly quality: number;
  readonly low: number;
  readonly high: number;
  /** Percent: mean and standard deviation of the outcomes themselves, so that more outcomes can be added. */
  readonly own?: { readonly mean: number; readonly deviation: number };
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
  /** How many requests it represents: the inverse of the probability with which its model was chosen; 1 by default. */
  readonly weight?: number;
}

/** In units of rows: a cell's own mean counts half at this many. */
const PRIOR_ROWS = 15;
/** With fewer outcomes nothing is claimed of a model. */
export const FEWEST_OUTCOMES = 10;

type CellName = Pick<QualityCell, 'model' | 'intent' | 'complexity'>;
/** Sums of shares 0..1, by name. */
type Tallies = Map<string, { readonly name: CellName; readonly sums: ScoreSums }>;

/**
 * `prior` is a table of other outcomes: the counts of its cells add to those of `answers`, and models without answers
 * keep theirs, with intervals for the number of models that there are now. Of a figure written by hand no count is
 * known: outcomes replace it.
 */
export function fitQualityTable(answers: readonly GradedAnswer[], prior?: QualityTable): QualityTable {
  const asked = new Set(answers.map(({ model }) => model));
  const tallies: Tallies = new Map();
  const earlier = Map.groupBy(prior?.cells ?? [], ({ model }) => model);
  const asItIs = [...earlier].flatMap(([model, cells]) => (asked.has(model) || hasSums(cells) ? [] : cells));
  const counted = [...earlier.values()].flat().filter((cell) => cell.rows > 0 && !asItIs.includes(cell));
  for (const cell of counted) addSums(tallies, nameOf(cell), sumsOfCell(cell));
  for (const [model, own] of Map.groupBy(answers, (one) => one.model)) {
    addSums(tallies, { model, intent: '*' }, sumsOf(own));
    for (const [intent, of] of Map.groupBy(own, (one) => one.intent)) {
      if (intent !== '*') addSums(tallies, { model, intent }, sumsOf(of));
      for (const complexity of COMPLEXITY_BANDS) {
        const inside = of.filter(
          (one) => one.complexity !== undefined && bandOf(one.complexity) === complexity,
        );
        if (inside.length > 0) addSums(tallies, { model, intent, complexity }, sumsOf(inside));
      }
    }
  }
  const models = new Set([...earlier.keys(), ...asked]);
  const byHand = (prior?.cells ?? []).filter(
    (cell) => !asItIs.includes(cell) && cell.rows === 0 && !tallies.has(keyOf(cell)),
  );
  return { cells: [...asItIs, ...cellsOf(tallies, deviationsFor(models.size)), ...byHand] };
}

/** Cells of older tables have no sums of their own, and of figures written by hand there are none: both stay as they are. */
function hasSums(cells: readonly QualityCell[]): boolean {
  const [whole] = cells.filter((cell) => cell.intent === '*' && cell.complexity === undefined);
  return whole?.own !== undefined && cells.every(({ rows, own }) => rows === 0 || own !== undefined);
}

function nameOf({ model, intent, complexity }: QualityCell): CellName {
  return { model, intent, ...(complexity === undefined ? {} : { complexity }) };
}

function keyOf({ model, intent, complexity }: CellName): string {
  return JSON.stringify([model, intent, complexity]);
}

function addSums(tallies: Tallies, name: CellName, more: ScoreSums): void {
  const known = tallies.get(keyOf(name))?.sums;
  if (known === undefined) {
    tallies.set(keyOf(name), { name, sums: more });
    return;
  }
  const rows = known.rows + more.rows;
  const mean = (known.rows * known.mean + more.rows * more.mean) / rows;
  const squares = ({ rows, mean, variance }: ScoreSums) => rows * (variance + mean * mean);
  const variance = Math.max(0, (squares(known) + squares(more)) / rows - mean * mean);
  tallies.set(keyOf(name), { name, sums: { rows, mean, variance } });
}

function sumsOf(answers: readonly GradedAnswer[]): ScoreSums {
  return weightedSums(answers.map(({ quality, weight = 1 }) => ({ value: quality / 100, weight })));
}

/** A table of an older llmr does not have a cell's own mean: its quality, and answers that are right or wrong. */
function sumsOfCell({ rows, quality, own }: QualityCell): ScoreSums {
  const mean = (own?.mean ?? quality) / 100;
  return { rows, mean, variance: own === undefined ? mean * (1 - mean) : (own.deviation / 100) ** 2 };
}

/** All of an intent's outcomes are in the band: the cell would say the same twice. */
function isSame(band: QualityCell, cell: QualityCell | undefined): boolean {
  return band.rows === cell?.rows && band.own?.mean === cell.own?.mean;
}

/** A model, its intents, and the bands of each where they divide it. */
function cellsOf(tallies: Tallies, deviations: number): QualityCell[] {
  const cells: QualityCell[] = [];
  const made = (name: CellName, broader: QualityCell | undefined) => {
    const found = tallies.get(keyOf(name));
    return found === undefined ? undefined : cellOf(name, found.sums, broader, deviations);
  };
  const names = [...tallies.values()].map(({ name }) => name);
  for (const model of new Set(names.map((name) => name.model))) {
    const whole = made({ model, intent: '*' }, undefined);
    if (whole !== undefined) cells.push(whole);
    const intents = names.filter((name) => name.model === model).map(({ intent }) => intent);
    for (const intent of new Set(intents)) {
      const cell = intent === '*' ? whole : made({ model, intent }, whole);
      if (intent !== '*' && cell !== undefined) cells.push(cell);
      for (const complexity of COMPLEXITY_BANDS) {
        const band = made({ model, intent, complexity }, cell ?? whole);
        if (band !== undefined && !isSame(band, cell)) cells.push(band);
      }
    }
  }
  return cells;
}

/**
 * A mean shrunk towards the broader cell's as if that had been observed on `PRIOR_ROWS` rows (the mean of a beta
 * distribution). The interval contains Wilson's of the cell's own rows and that of the shrunk mean: the group can
 * lower a claim that a few lucky outcomes make, and never make one.
 */
function cellOf(
  name: CellName,
  sums: ScoreSums,
  broader: QualityCell | undefined,
  deviations: number,
): QualityCell {
  const { rows, mean, variance } = sums;
  const prior = broader === undefined ? 0 : PRIOR_ROWS;
  const quality = (rows * mean + (prior * (broader?.quality ?? 0)) / 100) / (rows + prior);
  const own = meanInterval(sums, deviations);
  // Scores between the extremes vary by the same part of what they could as the cell's own do.
  const spread = quality * (1 - quality) * (variance / (mean * (1 - mean)) || 1);
  const shrunk = meanInterval({ rows: rows + prior, mean: quality, variance: spread }, deviations);
  return {
    ...name,
    rows: wholeRows(rows),
    quality: 100 * quality,
    low: 100 * Math.min(own.low, shrunk.low, quality),
    high: 100 * Math.max(own.high, shrunk.high, quality),
    own: { mean: 100 * mean, deviation: 100 * Math.sqrt(variance) },
  };
}

/** Rounded down, but not for what equal weights lose in floating-point sums. */
function wholeRows(rows: number): number {
  return Math.floor(rows + 1e-6);
}

/** The quality a model is known to reach, percent; undefined with fewer than ten outcomes. */
export function provenQuality(cell: QualityCell | undefined): number | undefined {
  return cell === undefined || !isKnown(cell) ? undefined : cell.low;
}

function isKnown({ rows }: QualityCell): boolean {
  return rows === 0 || rows >= FEWEST_OUTCOMES;
}

/**
 * The expected quality of a model for a request: the narrowest cell with enough outcomes. Undefined for a model without
 * rows; for an intent without rows, or only at another complexity, the cell of the whole model is used.
 */
export function qualityOf(
  table: QualityTable,
  model: string,
  request: { readonly intent?: string | null; readonly complexity?: number | null },
): QualityCell | undefined {
  const own = table.cells.filter((cell) => cell.model === model);
  const band = request.complexity == null ? undefined : bandOf(request.complexity);
  const cells = [...new Set([request.intent ?? '*', '*'])].flatMap((intent) =>
    (band === undefined ? [undefined] : [band, undefined]).flatMap(
      (complexity) => own.find((cell) => cell.intent === intent && cell.complexity === complexity) ?? [],
    ),
  );
  const known = cells.find(isKnown);
  return cells.find((cell) => cell === known || known === undefined || contradicts(cell, known));
}

/** A few outcomes prove nothing, but they can disprove: seven wrong answers of seven count against a good model. */
function contradicts(few: QualityCell, broader: QualityCell): boolean {
  const mean = (few.own?.mean ?? few.quality) / 100;
  return (
    !isKnown(few) &&
    100 * meanInterval({ rows: few.rows, mean, variance: mean * (1 - mean) }, 1.96).high < broader.quality
  );
}
