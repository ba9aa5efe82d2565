// What `good enough … by prompt` is worth on a table of outcomes with costs: the quality and cost of each bound on rows
// that were not learned from, next to two rivals at equal cost: the best mix of single models and the intent table.
// Rivals are given their best mixtures in hindsight (the upper hull of their points); the points of `by prompt` are taken
// as they are.

import { fitByPrompt, promptModelOf } from '../../src/language/learning/fit-prompt-model.ts';
import type { OutcomeRow } from '../../src/language/learning/outcome-rows.ts';
import { generator, mean } from '../../src/language/learning/routing-curve.ts';
import { judgePrompt } from '../../src/language/quality/judge-prompt.ts';
import {
  type PromptModel,
  readPromptModel,
  writePromptModel,
} from '../../src/language/quality/prompt-model.ts';
import {
  fitQualityTable,
  provenQuality,
  type QualityTable,
  qualityOf,
} from '../../src/language/quality/quality-table.ts';

export interface RoutedRow {
  readonly prompt: string;
  readonly intent: string;
  /** Percent and dollars, of every model. */
  readonly quality: ReadonlyMap<string, number>;
  readonly cost: ReadonlyMap<string, number>;
}

/** Only rows that every model answered, with known costs. */
export function wholeRows(
  rows: readonly OutcomeRow[],
  scale: number,
  models: readonly string[],
): RoutedRow[] {
  return rows.flatMap(({ prompt, intent, quality, cost }) => {
    if (prompt === undefined || !models.every((model) => quality.has(model) && cost?.has(model) === true))
      return [];
    const percent = new Map(models.map((model) => [model, (100 * (quality.get(model) ?? 0)) / scale]));
    return [
      {
        prompt,
        intent,
        quality: percent,
        cost: new Map(models.map((model) => [model, cost?.get(model) ?? 0])),
      },
    ];
  });
}

/** Per judged row: the model that each bound chooses. */
interface Choices {
  readonly byPrompt: readonly { readonly bound: number; readonly chosen: readonly string[] }[];
  /** By bound. */
  readonly byTable: readonly (readonly string[])[];
  readonly byExpected: readonly (readonly string[])[];
  readonly single: readonly (readonly string[])[];
}

/** Every half point. */
const BOUNDS = Array.from({ length: 199 }, (_, at) => (at + 1) / 2);

export function choose(learned: readonly RoutedRow[], judged: readonly RoutedRow[]): Choices {
  const models = [...(learned[0]?.quality.keys() ?? [])];
  const cheapFirst = models.toSorted((a, b) => costOf(learned, a) - costOf(learned, b));
  const table = fitQualityTable(
    learned.flatMap(({ intent, quality }) =>
      [...quality].map(([model, value]) => ({ model, intent, quality: value })),
    ),
  );
  const model = promptModel(learned);
  const pool = models.map((name) => ({ name, price: costOf(learned, name) }));
  const judgements = judged.map(({ prompt }) => judgePrompt(model, prompt, pool));
  return {
    // Bounds that no rule is known to reach use the first member, whichever that is: they are not measured.
    byPrompt: BOUNDS.flatMap((bound) => {
      const chosen = judgements.map(
        (judgement) => cheapFirst.find((name) => judgement.of(name, bound)?.goodEnough === true) ?? '',
      );
      return chosen.includes('') ? [] : [{ bound, chosen }];
    }),
    byTable: BOUNDS.map((bound) =>
      judged.map(({ intent }) =>
        chooseByTable(
          table,
          cheapFirst,
          intent,
          (name) => provenQuality(qualityOf(table, name, { intent })) ?? 0,
          bound,
        ),
      ),
    ),
    byExpected: BOUNDS.map((bound) =>
      judged.map(({ intent }) =>
        chooseByTable(
          table,
          cheapFirst,
          intent,
          (name) => qualityOf(table, name, { intent })?.quality ?? 0,
          bound,
        ),
      ),
    ),
    single: models.map((name) => judged.map(() => name)),
  };
}

function chooseByTable(
  table: QualityTable,
  models: readonly string[],
  intent: string,
  known: (name: string) => number,
  bound: number,
): string {
  return (
    models.find((name) => known(name) >= bound) ??
    best(models, (name) => qualityOf(table, name, { intent })?.quality ?? 0) ??
    ''
  );
}

function promptModel(rows: readonly RoutedRow[]): PromptModel {
  const run = promptModelOf(fitByPrompt(rows), rows);
  const model = run === undefined ? 'too few prompts' : readPromptModel(writePromptModel({ runs: [run] }));
  if (typeof model === 'string') throw new Error(model);
  return model;
}

function best<T>(of: readonly T[], value: (one: T) => number): T | undefined {
  return of.reduce<T | undefined>(
    (most, one) => (most === undefined || value(one) > value(most) ? one : most),
    undefined,
  );
}

function costOf(rows: readonly RoutedRow[], model: string): number {
  return mean(rows.map(({ cost }) => cost.get(model) ?? 0));
}

interface Point {
  readonly cost: number;
  readonly quality: number;
}

export interface Gain {
  /** Points of quality above the best fixed mix, the intent table as `good enough` reads it, and by expected quality. */
  readonly mix: number;
  readonly table: number;
  readonly expected: number;
}

/**
 * Mean over 40 costs, evenly on a logarithmic scale from the cheapest to the most expensive of what the bounds of `by
 * prompt` cost. `weights`: times of each row.
 */
export function gainsOf(judged: readonly RoutedRow[], choices: Choices, weights: readonly number[]): Gain {
  const points = (of: readonly (readonly string[])[]) => of.map((chosen) => pointOf(judged, chosen, weights));
  const own = points([
    ...new Map(choices.byPrompt.map(({ chosen }) => [chosen.join('\n'), chosen])).values(),
  ]).toSorted((a, b) => a.cost - b.cost);
  const [low, high] = [own[0]?.cost ?? 0, own.at(-1)?.cost ?? 0];
  const costs = Array.from({ length: 40 }, (_, at) => low * (high / low) ** (at / 39));
  const above = (rival: readonly Point[]) => {
    const curve = hull(rival);
    return mean(costs.map((cost) => at(own, cost) - at(curve, cost)));
  };
  const singles = points(choices.single);
  return {
    mix: above(singles),
    table: above([...points(choices.byTable), ...singles]),
    expected: above([...points(choices.byExpected), ...singles]),
  };
}

export function pointOf(
  judged: readonly RoutedRow[],
  chosen: readonly string[],
  weights: readonly number[],
): Point {
  let [rows, cost, quality] = [0, 0, 0];
  judged.forEach((row, at) => {
    const times = weights[at] ?? 0;
    rows += times;
    cost += times * (row.cost.get(chosen[at] ?? '') ?? 0);
    quality += times * (row.quality.get(chosen[at] ?? '') ?? 0);
  });
  return { cost: cost / rows, quality: quality / rows };
}

/** The best that mixtures of the points reach, from the cheapest point on. */
function hull(points: readonly Point[]): Point[] {
  const made: Point[] = [];
  for (const point of points.toSorted((a, b) => a.cost - b.cost || b.quality - a.quality)) {
    if (made.length > 0 && point.quality <= (made.at(-1)?.quality ?? 0)) continue;
    for (;;) {
      const [a, b] = made.slice(-2);
      if (a === undefined || b === undefined) break;
      const slope = (b.quality - a.quality) * (point.cost - a.cost);
      if (slope > (point.quality - a.quality) * (b.cost - a.cost)) break;
      made.pop();
    }
    made.push(point);
  }
  return made;
}

function at(curve: readonly Point[], cost: number): number {
  const after = curve.findIndex((point) => point.cost >= cost);
  if (after === 0) return curve[0]?.quality ?? 0;
  if (after < 0) return curve.at(-1)?.quality ?? 0;
  const [a, b] = [curve[after - 1], curve[after]];
  if (a === undefined || b === undefined) return 0;
  return b.cost === a.cost
    ? b.quality
    : a.quality + ((b.quality - a.quality) * (cost - a.cost)) / (b.cost - a.cost);
}

/** The middle 95 % of resampled rows. */
export function intervals(
  judged: readonly RoutedRow[],
  choices: Choices,
  resamples = 200,
): Record<keyof Gain, [low: number, high: number]> {
  const random = generator(20_260_102);
  const drawn = Array.from({ length: resamples }, () => {
    const weights = new Array<number>(judged.length).fill(0);
    for (let draw = 0; draw < judged.length; draw++) {
      const row = Math.floor(random() * judged.length);
      weights[row] = (weights[row] ?? 0) + 1;
    }
    return gainsOf(judged, choices, weights);
  });
  const of = (name: keyof Gain): [number, number] => {
    const values = drawn.map((one) => one[name]).toSorted((a, b) => a - b);
    return [
      values[Math.round(0.025 * (values.length - 1))] ?? 0,
      values[Math.round(0.975 * (values.length - 1))] ?? 0,
    ];
  };
  return { mix: of('mix'), table: of('table'), expected: of('expected') };
}
