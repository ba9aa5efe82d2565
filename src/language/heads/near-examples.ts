// Finds the nearest examples of its group for each example. All products at once, in blocks of rows: fifteen hundred
// examples take a fraction of a second, much faster than searching a store. Must not know: stores, policies,
// messages.

import { exampleVector } from './example-vector.ts';
import { matrixProduct } from './matrix-product.ts';
import type { WordTable } from './word-table.ts';

export interface IntentExample {
  readonly text: string;
  readonly intent: string;
}

export interface NearExample extends IntentExample {
  /** Cosine, −1..1. */
  readonly similarity: number;
}

/**
 * Cosine from which two examples mean nearly the same. Of a million pairs of CLINC150's training examples that are of
 * different intents five reach it, all of them ambiguous to people, too.
 */
export const NEARLY_THE_SAME = 0.85;
const KEPT = 4;
const BLOCK = 256;

/** In the order of the examples: for each the nearest of other intents and of its own, a few of either, nearest first. */
export function nearExamples(
  examples: readonly IntentExample[],
  table?: WordTable,
): { readonly own: readonly NearExample[]; readonly others: readonly NearExample[] }[] {
  const count = examples.length;
  const vectors = examples.map(({ text }) => exampleVector(text, table));
  const inner = vectors[0]?.length ?? 0;
  if (inner === 0) return [];
  const right = new Float32Array(inner * count);
  vectors.forEach((vector, at) => {
    vector.forEach((value, dimension) => {
      right[dimension * count + at] = value;
    });
  });
  const height = Math.min(BLOCK, count);
  const { left, times } = matrixProduct(height, inner, count);
  const products = new Float32Array(height * count);
  return Array.from({ length: Math.ceil(count / height) }, (_, block) => block * height).flatMap((from) => {
    const rows = examples.slice(from, from + height);
    left.fill(0);
    rows.forEach((_, row) => {
      left.set(vectors[from + row] ?? [], row * inner);
    });
    times(right, products);
    return rows.map((one, row) => {
      const own: NearExample[] = [];
      const others: NearExample[] = [];
      for (let at = 0; at < count; at++) {
        const other = examples[at];
        if (other === undefined || at === from + row) continue;
        keep(other.intent === one.intent ? own : others, other, products[row * count + at] ?? 0);
      }
      return { own, others };
    });
  });
}

/** Of equally near ones the first stays first. */
function keep(nearest: NearExample[], { text, intent }: IntentExample, similarity: number): void {
  const last = nearest[KEPT - 1];
  if (last !== undefined && last.similarity >= similarity) return;
  let at = nearest.length;
  while (at > 0 && (nearest[at - 1]?.similarity ?? 1) < similarity) at--;
  nearest.splice(at, 0, { text, intent, similarity });
  if (nearest.length > KEPT) nearest.pop();
}
