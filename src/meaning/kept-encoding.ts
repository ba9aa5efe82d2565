// Stores the vectors of examples on disk, so that a changed policy is encoded only where it changed. Must not know:
// which encoder it is, what vectors are for.

import { join } from 'node:path';
import { contentHash } from '../language/text/content-hash.ts';
import type { TextEncoding } from './text-encoding.ts';
import { openVectorStore } from './vector-store.ts';

/**
 * For examples, which are part of policies: their texts are stored with their vectors. Never for texts of callers.
 */
export function keptEncoding(inner: TextEncoding, directory: string): TextEncoding {
  const store = openVectorStore<{ readonly text: string }>(
    join(directory, `examples-${contentHash(inner.id)}`),
  );
  return {
    id: inner.id,
    async encode(texts, signal) {
      const known = new Map<string, Float32Array>();
      for (const { text, vector } of await store.all()) known.set(text, Float32Array.from(vector));
      if (await complete(known, texts, inner, signal)) await keep(known);
      return texts.map((text) => vectorOf(known, text, inner));
    },
    close: async () => inner.close?.(),
  };

  /** If the folder cannot be written, or another process is writing, the next start takes longer, nothing else. */
  async function keep(known: ReadonlyMap<string, Float32Array>): Promise<void> {
    await store.rebuild([...known].map(([text, vector]) => ({ text, vector }))).catch(() => undefined);
  }
}

/** Whether anything had to be encoded. */
async function complete(
  known: Map<string, Float32Array>,
  texts: readonly string[],
  inner: TextEncoding,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const missing = [...new Set(texts)].filter((text) => !known.has(text));
  if (missing.length === 0) return false;
  const made = await inner.encode(missing, signal);
  const [before] = known.values();
  if (before !== undefined && made[0] !== undefined && made[0].length !== before.length) {
    // The same name with another model: stored vectors cannot be mixed with new ones.
    known.clear();
    return complete(known, texts, inner, signal);
  }
  missing.forEach((text, at) => {
    const vector = made[at];
    if (vector !== undefined) known.set(text, vector);
  });
  return true;
}

function vectorOf(
  known: ReadonlyMap<string, Float32Array>,
  text: string,
  { id }: TextEncoding,
): Float32Array {
  const vector = known.get(text);
  if (vector === undefined) throw new Error(`the encoder "${id}" left a text out`);
  return vector;
}
