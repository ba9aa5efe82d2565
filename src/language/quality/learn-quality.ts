// From outcomes to what routing can use: the quality table, and for every pair of models the value of a learned
// signal. Must not know: files, rendering.

import type { WordTable } from '../heads/word-table.ts';
import { judgeSignal, type SignalWorth } from './accuracy-at-cost.ts';
import { expectedGain, fitGain, type GainExample } from './gain-model.ts';
import { modelsOf, type Outcomes } from './outcome-rows.ts';
import { promptFeatures } from './prompt-features.ts';
import { fitQualityTable, type QualityTable } from './quality-table.ts';
import { readComplexity } from './read-complexity.ts';
import { mean, type RoutingCurve, routingCurve, type ScoredOutcome } from './routing-curve.ts';

export interface JudgedPair extends SignalWorth {
  readonly cheap: string;
  readonly strong: string;
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

/** Number of folds for cross-validation, where no separate evaluation rows are given. */
const FOLDS = 5;

type Row = GainExample & Omit<ScoredOutcome, 'score'>;

/** Evaluated on `judged`, or, without it, on the same rows out of fold: nothing is evaluated on its training rows. */
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

/** Every pair that shares rows, the better one second; equally good models are not a pair. */
function pairsOf({ rows }: Outcomes): (readonly [cheap: string, strong: string])[] {
  const models = modelsOf(rows);
  return models.flatMap((one, at) =>
    models.slice(at + 1).flatMap((other): (readonly [string, string])[] => {
      const gains = rows.flatMap(({ prompt, quality }) => {
        if (prompt === undefined) return [];
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
  return rows.flatMap(({ prompt, intent, quality, cost }) => {
    const cheap = quality.get(cheapModel);
    const strong = quality.get(strongModel);
    // Without a prompt a gain cannot be predicted.
    if (prompt === undefined || cheap === undefined || strong === undefined) return [];
    const [low, high] = [cost?.get(cheapModel), cost?.get(strongModel)];
    const known = low === undefined || high === undefined ? {} : { cost: { cheap: low, strong: high } };
    return [{ features: featuresOf(prompt), intent, cheap, strong, gain: strong - cheap, ...known }];
  });
}

function scoredBy(learnt: readonly Row[], judged: readonly Row[]): ScoredOutcome[] {
  const model = fitGain(learnt);
  return judged.map(({ cheap, strong, cost, ...row }) => ({
    cheap,
    strong,
    ...(cost === undefined ? {} : { cost }),
    score: expectedGain(model, row),
  }));
}

/**
 * Rows of one prompt are in the same fold. Scores are relative to the mean of their training rows: a fold that
 * happens to gain much is predicted by others that gained less, and comparing levels between folds would penalize it.
 */
function scoredOutOfFold(rows: readonly Row[]): ScoredOutcome[] {
  const parts = new Map<Float64Array, number>();
  for (const { features } of rows) if (!parts.has(features)) parts.set(features, parts.size % FOLDS);
  return Array.from({ length: FOLDS }, (_, fold) => {
    const others = rows.filter((row) => parts.get(row.features) !== fold);
    const level = mean(others.map((row) => row.gain));
    return scoredBy(
      others,
      rows.filter((row) => parts.get(row.features) === fold),
    ).map((one) => ({ ...one, score: one.score - level }));
  }).flat();
}

function judgePair(cheap: string, strong: string, scored: readonly ScoredOutcome[]): JudgedPair {
  const curve = routingCurve(scored);
  const oracle = routingCurve(scored.map((one) => ({ ...one, score: one.strong - one.cheap })));
  return {
    cheap,
    strong,
    ...judgeSignal(scored),
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
