// From outcomes to what routing can use: the quality table, and for every pair of models what a learnt signal is worth.
// Must not know: files, rendering.

import type { WordTable } from '../heads/word-table.ts';
import { expectedGain, fitGain, type GainExample } from './gain-model.ts';
import { modelsOf, type Outcomes } from './outcome-rows.ts';
import { promptFeatures } from './prompt-features.ts';
import { fitQualityTable, type QualityTable } from './quality-table.ts';
import { readComplexity } from './read-complexity.ts';
import {
  type Interval,
  mean,
  type RoutingCurve,
  routingCurve,
  type ScoredOutcome,
  type SignalWorth,
  signalWorth,
} from './routing-curve.ts';

export interface JudgedPair {
  readonly cheap: string;
  readonly strong: string;
  readonly apgr: Interval;
  readonly atCost: SignalWorth['atCost'];
  readonly cpt50: number;
  readonly cpt80: number;
  /** Mean quality of each model alone, on the scale of the file, and the APGR of knowing every outcome beforehand. */
  readonly anchors: { readonly cheap: number; readonly strong: number; readonly oracleApgr: number };
  readonly curve: RoutingCurve;
  /** Rows that were judged. */
  readonly rows: number;
}

export interface Learnt {
  readonly table: QualityTable;
  readonly pairs: readonly JudgedPair[];
}

/** In this many parts rows are judged, each by what the others teach, where no other rows to judge on are given. */
const FOLDS = 5;

interface Row extends GainExample {
  readonly cheap: number;
  readonly strong: number;
}

/** Judged on `judged`, or, without it, on the same rows out of fold: nothing is judged on what it was fitted to. */
export function learnQuality(
  outcomes: Outcomes,
  judged: Outcomes | undefined,
  table: WordTable | undefined,
): Learnt {
  const features = new Map<string, Float64Array>();
  const featuresOf = (prompt: string) => {
    const found = features.get(prompt) ?? promptFeatures(prompt, table);
    features.set(prompt, found);
    return found;
  };
  const answers = outcomes.rows.flatMap((row) => {
    const complexity = row.complexity ?? (row.prompt === undefined ? undefined : readComplexity(row.prompt));
    return [...row.quality].map(([model, quality]) => ({
      model,
      intent: row.intent,
      ...(complexity === undefined ? {} : { complexity }),
      quality: (100 * quality) / outcomes.scale,
    }));
  });
  const pairs = pairsOf(outcomes).flatMap(([cheap, strong]) => {
    const rowsOf = (from: Outcomes) => rowsOfPair(from, cheap, strong, featuresOf);
    const own = rowsOf(outcomes);
    const scored = judged === undefined ? scoredOutOfFold(own) : scoredBy(own, rowsOf(judged));
    return scored.length < 2 ? [] : [judgePair(cheap, strong, scored)];
  });
  return { table: fitQualityTable(answers), pairs };
}

/** Every pair that shares rows, the one that is better on them second; equally good models are no pair. */
function pairsOf({ rows }: Outcomes): (readonly [cheap: string, strong: string])[] {
  const models = modelsOf(rows);
  return models.flatMap((one, at) =>
    models.slice(at + 1).flatMap((other): (readonly [string, string])[] => {
      const gains = rows.flatMap(({ quality }) => {
        const [a, b] = [quality.get(one), quality.get(other)];
        return a === undefined || b === undefined ? [] : [b - a];
      });
      const gain = mean(gains);
      return gain === 0 ? [] : gain > 0 ? [[one, other]] : [[other, one]];
    }),
  );
}

function rowsOfPair(
  { rows }: Outcomes,
  cheapModel: string,
  strongModel: string,
  featuresOf: (prompt: string) => Float64Array,
): Row[] {
  return rows.flatMap(({ prompt, intent, quality }) => {
    const cheap = quality.get(cheapModel);
    const strong = quality.get(strongModel);
    if (prompt === undefined || cheap === undefined || strong === undefined) return [];
    return [{ features: featuresOf(prompt), intent, cheap, strong, gain: strong - cheap }];
  });
}

function scoredBy(learnt: readonly Row[], judged: readonly Row[]): ScoredOutcome[] {
  const model = fitGain(learnt);
  return judged.map(({ cheap, strong, ...row }) => ({ cheap, strong, score: expectedGain(model, row) }));
}

function scoredOutOfFold(rows: readonly Row[]): ScoredOutcome[] {
  return Array.from({ length: FOLDS }, (_, fold) =>
    scoredBy(
      rows.filter((_, at) => at % FOLDS !== fold),
      rows.filter((_, at) => at % FOLDS === fold),
    ),
  ).flat();
}

function judgePair(cheap: string, strong: string, scored: readonly ScoredOutcome[]): JudgedPair {
  const curve = routingCurve(scored);
  const oracle = routingCurve(scored.map((one) => ({ ...one, score: one.strong - one.cheap })));
  return {
    cheap,
    strong,
    ...signalWorth(scored),
    cpt50: curve.cpt50,
    cpt80: curve.cpt80,
    anchors: {
      cheap: mean(scored.map((one) => one.cheap)),
      strong: mean(scored.map((one) => one.strong)),
      oracleApgr: oracle.apgr,
    },
    curve,
    rows: scored.length,
  };
}
