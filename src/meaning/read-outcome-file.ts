// Reads a file of outcomes, gzipped or not. Must not know: what is in it.

import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';

/** Undefined when there is no such file; rejects when its gzip data is damaged. */
export async function readOutcomeFile(path: string): Promise<string | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined) return undefined;
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return (packed ? gunzipSync(bytes) : bytes).toString('utf8');
}
