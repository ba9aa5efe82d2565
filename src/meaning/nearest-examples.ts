// Which examples a text resembles, and which examples say nearly the same: what `llmr intents explain` shows and
// what a message about confused intents names.
// Must not be imported by the request path; must not know: policies, rules, rendering.

import { denseVector } from '../language/heads/dense-vector.ts';
import {
  type ExampleStore,
  type NearExample,
  openExampleStore,
  type RebuildOutcome,
  type StoredExample,
} from './example-store.ts';

export interface NearDuplicate {
  readonly first: StoredExample;
  readonly second: StoredExample;
  /** Cosine, −1..1. */
  readonly similarity: number;
}

export interface ExampleNeighbours {
  /** Makes the store hold exactly these examples. */
  readonly remember: (examples: readonly StoredExample[]) => Promise<RebuildOutcome>;
  /** The `k` stored examples most like a text, the nearest first. */
  readonly nearestExamples: (text: string, k?: number) => Promise<NearExample[]>;
  /** Pairs of a given example and another remembered one whose cosine reaches `atLeast`, each once, the closest first. */
  readonly nearDuplicates: (examples: readonly StoredExample[], atLeast?: number) => Promise<NearDuplicate[]>;
}

/** Cosine from which two examples differ in little more than endings and order. */
const NEARLY_THE_SAME = 0.9;

export function openExampleNeighbours(directory: string): ExampleNeighbours {
  const store = openExampleStore(directory);
  return {
    remember: (examples) => store.rebuild(examples.map((one) => ({ ...one, vector: denseVector(one.text) }))),
    nearestExamples: (text, k = 5) => store.nearest(denseVector(text), k),
    nearDuplicates: (examples, atLeast = NEARLY_THE_SAME) => pairsOf(store, examples, atLeast),
  };
}

async function pairsOf(
  store: ExampleStore,
  examples: readonly StoredExample[],
  atLeast: number,
): Promise<NearDuplicate[]> {
  const pairs = new Map<string, NearDuplicate>();
  for (const first of examples) {
    for (const { similarity, ...second } of await store.nearest(denseVector(first.text), 6)) {
      if (similarity < atLeast || keyOf(first) === keyOf(second)) continue;
      const key = [keyOf(first), keyOf(second)].sort().join('\n');
      if (!pairs.has(key)) pairs.set(key, { first, second, similarity });
    }
  }
  return [...pairs.values()].sort((a, b) => b.similarity - a.similarity);
}

function keyOf(example: StoredExample): string {
  return JSON.stringify([example.group, example.intent, example.text]);
}
