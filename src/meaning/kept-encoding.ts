// Keeps the vectors of examples on disk, by text, so that a changed policy is encoded only where it changed. One file
// an encoder, replaced whole; what cannot be read counts as absent. Texts are kept as hashes.
// Must not know: which encoder it is, what vectors are for.

import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TextEncoding } from './text-encoding.ts';

/** 16 bytes of a text's SHA-256, then its vector. */
const KEY = 16;

export function keptEncoding(inner: TextEncoding, directory: string): TextEncoding {
  const path = join(directory, `${keyOf(inner.id)}.vectors`);
  return {
    id: inner.id,
    async encode(texts, signal) {
      const known = await readVectors(path);
      const missing = [...new Set(texts)].filter((text) => !known.has(keyOf(text)));
      if (missing.length > 0) {
        const made = await inner.encode(missing, signal);
        missing.forEach((text, at) => {
          const vector = made[at];
          if (vector !== undefined) known.set(keyOf(text), vector);
        });
        await writeVectors(directory, path, known);
      }
      return texts.map((text) => {
        const vector = known.get(keyOf(text));
        if (vector === undefined) throw new Error(`the encoder "${inner.id}" left a text out`);
        return vector;
      });
    },
    close: async () => inner.close?.(),
  };
}

function keyOf(text: string): string {
  return createHash('sha256')
    .update(text)
    .digest('hex')
    .slice(0, 2 * KEY);
}

async function readVectors(path: string): Promise<Map<string, Float32Array>> {
  const known = new Map<string, Float32Array>();
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined || bytes.length < 36) return known;
  const checksum = createHash('sha256').update(bytes.subarray(32)).digest();
  if (!checksum.equals(bytes.subarray(0, 32))) return known;
  const size = KEY + 4 * bytes.readUInt32LE(32);
  for (let at = 36; at + size <= bytes.length; at += size) {
    const vector = new Float32Array((size - KEY) / 4);
    new Uint8Array(vector.buffer).set(bytes.subarray(at + KEY, at + size));
    known.set(bytes.subarray(at, at + KEY).toString('hex'), vector);
  }
  return known;
}

/** A folder that cannot be written costs the next start its time, and nothing else. */
async function writeVectors(
  directory: string,
  path: string,
  vectors: ReadonlyMap<string, Float32Array>,
): Promise<void> {
  const [first] = vectors.values();
  const size = Buffer.alloc(4);
  size.writeUInt32LE(first?.length ?? 0);
  const parts: Uint8Array[] = [size];
  for (const [key, vector] of vectors) {
    if (vector.length !== first?.length) continue;
    parts.push(Buffer.from(key, 'hex'), new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength));
  }
  const body = Buffer.concat(parts);
  const aside = `${path}.${randomUUID()}.tmp`;
  try {
    await mkdir(directory, { recursive: true });
    await writeFile(aside, Buffer.concat([createHash('sha256').update(body).digest(), body]));
    await rename(aside, path);
  } catch {
    await rm(aside, { force: true }).catch(() => undefined);
  }
}
