// From outcomes to what routing can use: the quality table, a prompt model, and for every pair of models the value of a
// learned signal. Must not know: files, rendering.

import type { LearningRun } from '../quality/prompt-model.ts';
import { sparseRow } from '../quality/prompt-ngrams.ts';
import { fitQualityTable, type QualityTable } from '../quality/quality-table.ts';
import { readComplexity } from '../quality/read-complexity.ts';
import { judgeSignal, type SignalWorth } from './accuracy-at-cost.ts';
import { FOLDS, fitByPrompt, type ModelFit, type PromptFit, promptModelOf } from './fit-prompt-model.ts';
import { expectedGain, fitGain } from './gain-model.ts';
import type { OutcomeRow, Outcomes } from './outcome-rows.ts';
import { mean, type RoutingCurve, routingCurve, type ScoredOutcome } from './routing-curve.ts';
import { joinRows, rowTimes } from './sparse-ridge.ts';

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
  /** Undefined if no model answered enough prompts. */
  readonly byPrompt: LearningRun | undefined;
  readonly pairs: readonly JudgedPair[];
}

/** Outcomes add to those of `prior`. Evaluated on `judged`, or, without it, on the same rows out of fold: nothing is evaluated on its training rows. */
export function learnQuality(outcomes: Outcomes, judged: Outcomes | undefined, prior?: QualityTable): Learnt {
  const answers = outcomes.rows.flatMap((row) => {
    const complexity = row.complexity ?? (row.prompt === undefined ? undefined : readComplexity(row.prompt));
    return [...row.quality].map(([model, quality]) => ({
      model,
      intent: row.intent,
      ...(complexity === undefined ? {} : { complexity }),
      quality: (100 * quality) / outcomes.scale,
      weight: 1 / (row.propensity?.get(model) ?? 1),
    }));
  });
  const rows = withPrompts(outcomes);
  const fit = fitByPrompt(rows);
  const others = judged === undefined ? undefined : withPrompts(judged);
  const leaningsOf = others === undefined ? undefined : leaningsOn(fit, others);
  const pairs = pairsOf(rows, fit.models).flatMap(([cheap, strong]) => {
    const own = pairRows(
      rows,
      cheap,
      strong,
      (at) => (strong.outOfFold[at] ?? 0) - (cheap.outOfFold[at] ?? 0),
    );
    const scored =
      others === undefined || leaningsOf === undefined
        ? scoredOutOfFold(own, fit.folds)
        : scoredBy(
            own,
            pairRows(others, cheap, strong, (at) => leaningsOf(strong, at) - leaningsOf(cheap, at)),
          );
    return scored.length < 2 ? [] : [judgePair(cheap.name, strong.name, scored, outcomes.scale)];
  });
  return { table: fitQualityTable(answers, prior), byPrompt: promptModelOf(fit, rows), pairs };
}

type PromptRow = OutcomeRow & { readonly prompt: string };

/** Quality in percent. Without a prompt nothing can be predicted. */
function withPrompts({ rows, scale }: Outcomes): PromptRow[] {
  return rows.flatMap((row) => {
    const { prompt } = row;
    if (prompt === undefined) return [];
    const quality = new Map([...row.quality].map(([model, value]) => [model, (100 * value) / scale]));
    return [{ ...row, prompt, quality }];
  });
}

/** Every pair that shares rows, the better one second; equally good models are not a pair. */
function pairsOf(
  rows: readonly PromptRow[],
  models: readonly ModelFit[],
): (readonly [cheap: ModelFit, strong: ModelFit])[] {
  return models.flatMap((one, at) =>
    models.slice(at + 1).flatMap((other): (readonly [ModelFit, ModelFit])[] => {
      let gain = 0;
      for (const { quality } of rows) {
        const [a, b] = [quality.get(one.name), quality.get(other.name)];
        if (a !== undefined && b !== undefined) gain += b - a;
      }
      return gain === 0 ? [] : gain > 0 ? [[one, other]] : [[other, one]];
    }),
  );
}

interface PairRow extends Omit<ScoredOutcome, 'score'> {
  readonly at: number;
  readonly intent: string;
  readonly leaning: number;
  readonly gain: number;
}

function pairRows(
  rows: readonly PromptRow[],
  { name: cheapModel }: ModelFit,
  { name: strongModel }: ModelFit,
  leaningOf: (at: number) => number,
): PairRow[] {
  return rows.flatMap(({ intent, quality, cost }, at) => {
    const cheap = quality.get(cheapModel);
    const strong = quality.get(strongModel);
    if (cheap === undefined || strong === undefined) return [];
    const leaning = leaningOf(at);
    // Where all of a model's rows are in one fold there is no prediction for them.
    if (Number.isNaN(leaning)) return [];
    const [low, high] = [cost?.get(cheapModel), cost?.get(strongModel)];
    const known = low === undefined || high === undefined ? {} : { cost: { cheap: low, strong: high } };
    return [{ at, intent, leaning, cheap, strong, gain: strong - cheap, ...known }];
  });
}

/** What the text of other rows predicts for each model. */
function leaningsOn(
  { scale, models }: PromptFit,
  rows: readonly PromptRow[],
): (model: ModelFit, at: number) => number {
  const sparse = joinRows(rows.map(({ prompt }) => sparseRow(prompt, scale)));
  const told = new Map(
    models.map(({ name, ridge }) => [name, rows.map((_, at) => rowTimes(sparse, at, ridge.weights))]),
  );
  return ({ name }, at) => told.get(name)?.[at] ?? 0;
}

function scoredBy(learnt: readonly PairRow[], judged: readonly PairRow[]): ScoredOutcome[] {
  const model = fitGain(learnt);
  return judged.map(({ cheap, strong, cost, ...row }) => ({
    cheap,
    strong,
    ...(cost === undefined ? {} : { cost }),
    score: expectedGain(model, row),
  }));
}

/**
 * Scores are relative to the mean of their training rows: a fold that happens to gain much is predicted by others that
 * gained less, and comparing levels between folds would penalize it.
 */
function scoredOutOfFold(rows: readonly PairRow[], folds: Int32Array): ScoredOutcome[] {
  return Array.from({ length: FOLDS }, (_, fold) => {
    const others = rows.filter(({ at }) => folds[at] !== fold);
    const level = mean(others.map((row) => row.gain));
    return scoredBy(
      others,
      rows.filter(({ at }) => folds[at] === fold),
    ).map((one) => ({ ...one, score: one.score - level }));
  }).flat();
}

/** Rows are in percent; the pair's figures are on the scale of the file. */
function judgePair(
  cheap: string,
  strong: string,
  scored: readonly ScoredOutcome[],
  scale: number,
): JudgedPair {
  const outcomes = scored.map((one) => ({
    ...one,
    cheap: (one.cheap * scale) / 100,
    strong: (one.strong * scale) / 100,
  }));
  const curve = routingCurve(outcomes);
  const oracle = routingCurve(outcomes.map((one) => ({ ...one, score: one.strong - one.cheap })));
  return {
    cheap,
    strong,
    ...judgeSignal(outcomes),
    cpt50: curve.cpt50,
    cpt80: curve.cpt80,
    anchors: {
      cheap: mean(outcomes.map((one) => one.cheap)),
      strong: mean(outcomes.map((one) => one.strong)),
      oracleApgr: oracle.apgr,
    },
    curve,
    rows: outcomes.length,
  };
}
