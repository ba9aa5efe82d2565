// Vectors in a file that only grows, by the hash of their text: for the thousands of built-in texts that each head is
// trained on, which an encoder takes a minute for. Written in parts, so that an interrupted training continues where
// it stopped. What is cut off or altered counts as absent. Must not know: encoders, what vectors are for.
//
//   0  "llmrvecs"      8 bytes
//   8  dimensions      4 bytes, little-endian
//  12  records         hash of the text and checksum of the vector, 16 bytes each; 4 bytes a dimension

import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from '../files/make-folder.ts';
import { contentHash, hashBytes } from '../language/text/content-hash.ts';

const MARK = 'llmrvecs';
const RECORDS_AT = 12;
const HASH = 16;

/** By `textHash`; empty where there is no such file. */
export async function readVectorFile(path: string): Promise<Map<string, Float32Array>> {
  const found = new Map<string, Float32Array>();
  const bytes = await readFile(path).catch(() => Buffer.alloc(0));
  if (bytes.length < RECORDS_AT || bytes.toString('latin1', 0, MARK.length) !== MARK) return found;
  const length = 4 * bytes.readUInt32LE(MARK.length);
  for (let at = RECORDS_AT; at + 2 * HASH + length <= bytes.length; at += 2 * HASH + length) {
    const numbers = Uint8Array.from(bytes.subarray(at + 2 * HASH, at + 2 * HASH + length));
    if (bytes.toString('hex', at + HASH, at + 2 * HASH) !== hashBytes(numbers)) continue;
    found.set(bytes.toString('hex', at, at + HASH), new Float32Array(numbers.buffer));
  }
  return found;
}

/** All of one length, that of the file. `afresh`: replaces the file. Rejects where it cannot be written. */
export async function appendVectors(
  path: string,
  vectors: readonly (readonly [textHash: string, vector: Float32Array])[],
  afresh: boolean,
): Promise<void> {
  const parts = vectors.flatMap(([hash, vector]) => {
    const numbers = new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
    return [Buffer.from(hash, 'hex'), Buffer.from(hashBytes(numbers), 'hex'), numbers];
  });
  if (!afresh) return appendFile(path, Buffer.concat(parts));
  const header = Buffer.alloc(RECORDS_AT);
  header.write(MARK, 'latin1');
  header.writeUInt32LE(vectors[0]?.[1].length ?? 0, MARK.length);
  makeFolder(dirname(path));
  await writeFile(path, Buffer.concat([header, ...parts]));
}

export const textHash = contentHash;
