// Which examples a text resembles: what `llmr intents explain` shows. Which examples resemble each other is computed
// without a store, in `language/heads/near-examples.ts`. Must not be imported by the request path; must not know:
// policies, rules, rendering.

import { exampleVector } from '../language/heads/example-vector.ts';
import { type Near, openVectorStore, type RebuildOutcome } from './vector-store.ts';
import { wordVectors } from './word-vectors.ts';

export type StoredExample = { readonly text: string; readonly intent: string; readonly group: string };

export interface ExampleNeighbours {
  /** Replaces the content of the store by these examples. */
  readonly remember: (examples: readonly StoredExample[]) => Promise<RebuildOutcome>;
  /** The `k` stored examples most similar to a text, nearest first. */
  readonly nearestExamples: (text: string, k?: number) => Promise<Near<StoredExample>[]>;
}

export function openExampleNeighbours(directory: string): ExampleNeighbours {
  const store = openVectorStore<StoredExample>(directory);
  return {
    remember: (examples) => store.rebuild(examples.map((one) => ({ ...one, vector: vectorOf(one.text) }))),
    nearestExamples: (text, k = 5) => store.nearest(vectorOf(text), k),
  };
}

function vectorOf(text: string): Float32Array {
  return exampleVector(text, wordVectors());
}
