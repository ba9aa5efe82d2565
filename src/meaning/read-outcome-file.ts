// Reads a file of outcomes or prompts, gzipped or not. Must not know: what is in it.

import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';

/** Undefined when there is no such file; rejects when it cannot be read or its gzip data is damaged. */
export async function readOutcomeFile(path: string): Promise<string | undefined> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw cause.code === 'EISDIR' ? new Error('is a directory, not a file') : cause;
  });
  if (bytes === undefined) return undefined;
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return decoded(packed ? gunzipSync(bytes) : bytes);
}

/** Without a byte order mark. Redirecting a command's output in Windows PowerShell writes UTF-16. */
function decoded(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}
