// Compares readings with labels by people: the figures of `llmr intents eval`. A row whose intent the head does not
// know is out of scope, like a row without an intent. Must not know: files, how readings were made.

import type { IntentReading } from './head.ts';
import type { LabelledRow } from './labelled-rows.ts';

export interface JudgedReading {
  readonly row: LabelledRow;
  readonly reading: Pick<IntentReading, 'intent' | 'best' | 'confidence'>;
}

/** Texts in scope and out of scope together, as a router meets them. */
export interface RoutingShares {
  readonly n: number;
  /** Share of all rows that were read right: in-scope rows as their intent, the others as none. */
  readonly overallAccuracy: number;
  /** In-scope rows that were read as their intent, over its threshold; absent without any. */
  readonly inScopeAccuracy?: number;
  /** Out-of-scope rows in which an intent was read; absent without any. */
  readonly falseAcceptRate?: number;
}

/** How one intent was recognized. */
export interface IntentShares {
  readonly intent: string;
  readonly n: number;
  /** Share of its rows that were read as it; absent without any. */
  readonly recall?: number;
  /** Share of the rows read as it that are its own; absent where nothing was read as it. */
  readonly precision?: number;
}

/** Rows whose text has at least `from` characters and fewer than `below`. */
export interface LengthShares extends RoutingShares {
  readonly from: number;
  readonly below: number | null;
}

const LENGTH_BUCKETS = [100, 500, 2000, null] as const;

/** All shares are 0..1. */
export interface Judgement {
  readonly n: number;
  /** Share of in-scope rows whose best intent is right, before any threshold; absent without any. */
  readonly accuracy?: number;
  /**
   * How often an in-scope row has a higher confidence than one out of scope (area under the ROC curve); absent
   * without either kind.
   */
  readonly oosAuroc?: number;
  /** In-scope rows that were read as their intent, over its threshold; absent without any. */
  readonly inScopeAccuracy?: number;
  /** Out-of-scope rows in which no intent was read; absent without any. */
  readonly oosRecall?: number;
  /** In-scope rows in which no intent was read; absent without any. */
  readonly rejectRate?: number;
  /** Out-of-scope rows in which an intent was read; absent without any. */
  readonly falseAcceptRate?: number;
  /** Share of all rows that were read right: in-scope rows as their intent, the others as none. */
  readonly overallAccuracy: number;
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
  const { inside, outside } = byScope(known, judged);
  const confidences = (of: readonly JudgedReading[]) => of.map(({ reading }) => reading.confidence);
  return {
    n: judged.length,
    ...(inside.length > 0 ? sharesInScope(inside) : {}),
    ...(inside.length > 0 && outside.length > 0
      ? { oosAuroc: areaUnderRoc(confidences(inside), confidences(outside)) }
      : {}),
    ...(outside.length > 0 ? { oosRecall: share(outside, ({ reading }) => reading.intent === null) } : {}),
    ...(outside.length > 0
      ? { falseAcceptRate: share(outside, ({ reading }) => reading.intent !== null) }
      : {}),
    overallAccuracy: share(judged, (one) => isRight(known, one)),
    ece: calibrationErrorOf(judged),
    confusion: confusionOf(judged, known),
  };
}

function sharesInScope(
  inside: readonly JudgedReading[],
): Pick<Judgement, 'accuracy' | 'inScopeAccuracy' | 'rejectRate'> {
  return {
    accuracy: share(inside, ({ row, reading }) => reading.best === row.intent),
    inScopeAccuracy: share(inside, ({ row, reading }) => reading.intent === row.intent),
    rejectRate: share(inside, ({ reading }) => reading.intent === null),
  };
}

/** The rows that were read as something else than what they are, in their order. */
export function misreadOf(labels: readonly string[], judged: readonly JudgedReading[]): JudgedReading[] {
  const known = new Set(labels);
  return judged.filter((one) => !isRight(known, one));
}

export function routingShares(labels: readonly string[], judged: readonly JudgedReading[]): RoutingShares {
  const known = new Set(labels);
  const { inside, outside } = byScope(known, judged);
  return {
    n: judged.length,
    overallAccuracy: share(judged, (one) => isRight(known, one)),
    ...(inside.length > 0 ? { inScopeAccuracy: share(inside, (one) => isRight(known, one)) } : {}),
    ...(outside.length > 0 ? { falseAcceptRate: share(outside, (one) => !isRight(known, one)) } : {}),
  };
}

/** In the order of the labels. */
export function sharesByIntent(
  labels: readonly string[],
  judged: readonly JudgedReading[],
): readonly IntentShares[] {
  return labels.map((intent) => {
    const own = judged.filter(({ row }) => row.intent === intent);
    const read = judged.filter(({ reading }) => reading.intent === intent);
    return {
      intent,
      n: own.length,
      ...(own.length > 0 ? { recall: share(own, ({ reading }) => reading.intent === intent) } : {}),
      ...(read.length > 0 ? { precision: share(read, ({ row }) => row.intent === intent) } : {}),
    };
  });
}

/** By characters; a bucket without rows is left out. */
export function sharesByLength(
  labels: readonly string[],
  judged: readonly JudgedReading[],
): readonly LengthShares[] {
  return LENGTH_BUCKETS.flatMap((below, at) => {
    const from = LENGTH_BUCKETS[at - 1] ?? 0;
    const rows = judged.filter(
      ({ row }) => row.text.length >= from && (below === null || row.text.length < below),
    );
    return rows.length === 0 ? [] : [{ from, below, ...routingShares(labels, rows) }];
  });
}

function byScope(known: ReadonlySet<string>, judged: readonly JudgedReading[]) {
  const isInside = ({ row }: JudgedReading) => row.intent !== null && known.has(row.intent);
  return { inside: judged.filter(isInside), outside: judged.filter((one) => !isInside(one)) };
}

function isRight(known: ReadonlySet<string>, { row, reading }: JudgedReading): boolean {
  return reading.intent === (row.intent !== null && known.has(row.intent) ? row.intent : null);
}

function share(of: readonly JudgedReading[], holds: (one: JudgedReading) => boolean): number {
  return of.length === 0 ? 0 : of.filter(holds).length / of.length;
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
