// The report on a head after training: held-out accuracy, recall, confused pairs, examples it misses. The numbers
// `llmr intents check` prints and the similar-intents and intent-misses-own-example rules read. Must not know: how
// the logits came about.

import { confidenceOf, type Scale } from './calibrate.ts';
import type { SparseRow } from './feature-table.ts';
import type { Calibration, ConfusedPair } from './head.ts';
import type { ReadRow } from './read-row.ts';
import { softmax } from './softmax.ts';

export interface Measured {
  readonly labels: readonly string[];
  readonly folds: number;
  readonly scale: Scale;
  readonly thresholds: readonly number[];
}

/** Pairs with a lower mean held-out probability of each other are not reported. */
const WORTH_NAMING = 0.1;
const MOST_PAIRS = 50;
const MOST_UTTERANCES = 5;

/** `heldOut` and `finished` hold the same rows: read by heads trained without and with them. */
export function measureCalibration(
  head: Measured,
  heldOut: readonly ReadRow[],
  finished: readonly ReadRow[],
  calibrationError: number,
): Calibration {
  const examples = heldOut.filter((one) => one.row.kind === 'example');
  const background = heldOut.filter((one) => one.row.kind === 'background');
  const right = examples.filter((one) => one.best === one.row.intent);
  return {
    folds: head.folds,
    accuracy: share(right.length, examples.length),
    recall: head.labels.map((_, intent) =>
      share(
        right.filter((one) => one.row.intent === intent && isTaken(one, head)).length,
        examples.filter((one) => one.row.intent === intent).length,
      ),
    ),
    backgroundAccepted: share(background.filter((one) => isTaken(one, head)).length, background.length),
    calibrationError,
    confused: confusedPairs(examples, head),
    missed: finished
      .filter((one) => one.row.kind === 'example' && !(one.best === one.row.intent && isTaken(one, head)))
      .map((one) => ({
        text: one.row.text,
        of: nameOf(head, one.row.intent),
        readAs: isTaken(one, head) ? nameOf(head, one.best) : null,
      })),
  };
}

function confusedPairs(examples: readonly ReadRow[], head: Measured): ConfusedPair[] {
  const count = head.labels.length;
  const mass = new Float64Array(count * count);
  const sizes = new Float64Array(count);
  for (const one of examples) {
    const own = one.row.intent;
    sizes[own] = (sizes[own] ?? 0) + 1;
    // Times the confidence that it is any intent at all: an example unlike all others causes no confusion.
    const any = confidenceOf(one.logits[one.best] ?? 0, head.scale);
    softmax(one.logits, head.scale.temperature).forEach((p, other) => {
      mass[own * count + other] = (mass[own * count + other] ?? 0) + p * any;
    });
  }
  const mean = (own: number, other: number) => share(mass[own * count + other] ?? 0, sizes[own] ?? 0);
  const pairs: ConfusedPair[] = [];
  for (let first = 0; first < count; first++) {
    for (let second = first + 1; second < count; second++) {
      const confusion = (mean(first, second) + mean(second, first)) / 2;
      if (confusion < WORTH_NAMING) continue;
      const utterances = examples
        .filter((one) => isTaken(one, head))
        .filter(
          (one) =>
            (one.row.intent === first && one.best === second) ||
            (one.row.intent === second && one.best === first),
        )
        .slice(0, MOST_UTTERANCES)
        .map((one) => ({
          text: one.row.text,
          of: nameOf(head, one.row.intent),
          readAs: nameOf(head, one.best),
        }));
      pairs.push({
        first: nameOf(head, first),
        second: nameOf(head, second),
        confusion,
        centroids: cosineOfMeans(examples, first, second),
        utterances,
      });
    }
  }
  return pairs.sort((a, b) => b.confusion - a.confusion).slice(0, MOST_PAIRS);
}

function cosineOfMeans(examples: readonly ReadRow[], first: number, second: number): number {
  const [one, other] = [first, second].map((intent) =>
    sumOfRows(examples.filter(({ row }) => row.intent === intent).map(({ row }) => row.features)),
  );
  if (one === undefined || other === undefined) return 0;
  const dot = (a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>) =>
    [...a].reduce((sum, [at, value]) => sum + value * (b.get(at) ?? 0), 0);
  return dot(one, other) / Math.sqrt(dot(one, one) * dot(other, other));
}

/** Dimensions of the dense part have negative numbers, next to the columns. */
function sumOfRows(rows: readonly SparseRow[]): Map<number, number> {
  const sum = new Map<number, number>();
  const add = (at: number, value: number) => sum.set(at, (sum.get(at) ?? 0) + value);
  for (const { columns, values, dense } of rows) {
    columns.forEach((column, at) => {
      add(column, values[at] ?? 0);
    });
    dense.forEach((value, dimension) => {
      add(-1 - dimension, value);
    });
  }
  return sum;
}

function isTaken(one: ReadRow, head: Measured): boolean {
  return confidenceOf(one.logits[one.best] ?? 0, head.scale) >= (head.thresholds[one.best] ?? 1);
}

function nameOf(head: Measured, intent: number): string {
  return head.labels[intent] ?? '';
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
