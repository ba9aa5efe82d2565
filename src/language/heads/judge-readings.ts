// Compares readings with labels by people: the figures of `llmr intents eval`. A row whose intent the head does not
// know is out of scope, like a row without an intent. Must not know: files, how readings were made.

import type { IntentReading } from './head.ts';
import type { LabelledRow } from './labelled-rows.ts';

export interface JudgedReading {
  readonly row: LabelledRow;
  readonly reading: Pick<IntentReading, 'intent' | 'best' | 'confidence'>;
}

/** All shares are 0..1. */
export interface Judgement {
  readonly n: number;
  /** Share of in-scope rows whose best intent is right, before any threshold. */
  readonly accuracy: number;
  /**
   * How often an in-scope row has a higher confidence than one out of scope (area under the ROC curve); absent
   * without either kind.
   */
  readonly oosAuroc?: number;
  /** In-scope rows that were read as their intent, over its threshold. */
  readonly inScopeAccuracy: number;
  /** Out-of-scope rows in which no intent was read; absent without any. */
  readonly oosRecall?: number;
  /** In-scope rows in which no intent was read. */
  readonly rejectRate: number;
  /** Expected calibration error over all rows, ten equal bins: how far the confidence is from the share of rows whose best intent is right. */
  readonly ece: number;
  /** Confusions, most frequent first; null: no intent was read. */
  readonly confusion: readonly {
    readonly intent: string | null;
    readonly readAs: string | null;
    readonly count: number;
  }[];
}

export function judgeReadings(labels: readonly string[], judged: readonly JudgedReading[]): Judgement {
  const known = new Set(labels);
  const isInside = ({ row }: JudgedReading) => row.intent !== null && known.has(row.intent);
  const inside = judged.filter(isInside);
  const outside = judged.filter((one) => !isInside(one));
  const share = (of: readonly JudgedReading[], holds: (one: JudgedReading) => boolean) =>
    of.length === 0 ? 0 : of.filter(holds).length / of.length;
  const confidences = (of: readonly JudgedReading[]) => of.map(({ reading }) => reading.confidence);
  return {
    n: judged.length,
    accuracy: share(inside, ({ row, reading }) => reading.best === row.intent),
    ...(inside.length > 0 && outside.length > 0
      ? { oosAuroc: areaUnderRoc(confidences(inside), confidences(outside)) }
      : {}),
    inScopeAccuracy: share(inside, ({ row, reading }) => reading.intent === row.intent),
    ...(outside.length > 0 ? { oosRecall: share(outside, ({ reading }) => reading.intent === null) } : {}),
    rejectRate: share(inside, ({ reading }) => reading.intent === null),
    ece: calibrationErrorOf(judged),
    confusion: confusionOf(judged, known),
  };
}

/** The chance that one of `high` exceeds one of `low`, ties half: the Mann–Whitney statistic. */
export function areaUnderRoc(high: readonly number[], low: readonly number[]): number {
  const all = [...high.map((score) => ({ score, isHigh: 1 })), ...low.map((score) => ({ score, isHigh: 0 }))];
  all.sort((a, b) => a.score - b.score);
  let ranks = 0;
  for (let from = 0; from < all.length; ) {
    let to = from;
    while (to < all.length && all[to]?.score === all[from]?.score) to++;
    for (let at = from; at < to; at++) ranks += (all[at]?.isHigh ?? 0) * ((from + to + 1) / 2);
    from = to;
  }
  return (ranks - (high.length * (high.length + 1)) / 2) / (high.length * low.length);
}

function calibrationErrorOf(judged: readonly JudgedReading[]): number {
  const bins = new Float64Array(10);
  for (const { row, reading } of judged) {
    const bin = Math.min(9, Math.floor(reading.confidence * 10));
    bins[bin] = (bins[bin] ?? 0) + reading.confidence - (reading.best === row.intent ? 1 : 0);
  }
  return bins.reduce((sum, gap) => sum + Math.abs(gap), 0) / Math.max(1, judged.length);
}

function confusionOf(judged: readonly JudgedReading[], known: ReadonlySet<string>): Judgement['confusion'] {
  const counts = new Map<string, { intent: string | null; readAs: string | null; count: number }>();
  for (const { row, reading } of judged) {
    const intent = row.intent !== null && known.has(row.intent) ? row.intent : null;
    if (intent === reading.intent) continue;
    const key = JSON.stringify([intent, reading.intent]);
    const entry = counts.get(key) ?? { intent, readAs: reading.intent, count: 0 };
    counts.set(key, { ...entry, count: entry.count + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}
