// The vectors of texts that come with llmr, encoded once per encoder and then read from a file. Must not know: which
// texts these are, heads.

import { join } from 'node:path';
import { contentHash } from '../language/text/content-hash.ts';
import type { TextEncoding } from './text-encoding.ts';
import { appendVectors, readVectorFile, textHash } from './vector-file.ts';

/** Texts that are encoded and written together: some seconds. */
const AT_ONCE = 64;

export interface BuiltInOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called after each part. */
  readonly onProgress?: (() => void) | undefined;
}

/** One vector per text, in order. If the folder cannot be written, the next start takes longer, nothing else. */
export async function builtInVectors(
  encoding: TextEncoding,
  directory: string,
  texts: readonly string[],
  { signal, onProgress }: BuiltInOptions = {},
): Promise<Float32Array[]> {
  const path = join(directory, `built-in-${contentHash(encoding.id)}.vectors`);
  const known = await readVectorFile(path);
  const all = [...new Set(texts)];
  let missing = all.filter((text) => !known.has(textHash(text)));
  for (let from = 0; from < missing.length; from += AT_ONCE) {
    const part = missing.slice(from, from + AT_ONCE);
    const made = await encoding.encode(part, signal);
    const [before] = known.values();
    // The same name with another model: stored vectors cannot be mixed with new ones.
    if (before !== undefined && made[0] !== undefined && made[0].length !== before.length) {
      known.clear();
      missing = all;
      from = -AT_ONCE;
      continue;
    }
    const fresh = part.map((text, at) => [textHash(text), made[at] ?? new Float32Array(0)] as const);
    await appendVectors(path, fresh, known.size === 0).catch(() => undefined);
    for (const [hash, vector] of fresh) known.set(hash, vector);
    onProgress?.();
  }
  return texts.map((text) => known.get(textHash(text)) ?? new Float32Array(0));
}
