// The included table of word vectors, read once per thread into memory that threads can share. Must not know:
// policies. How the file was made: scripts/build-word-table.ts; origins: assets/README.md.

import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type Head, WORDS_ENCODER } from '../language/heads/head.ts';
import { readWordTable, type WordTable } from '../language/heads/word-table.ts';
import { release, unpackTable, unpackTableAside } from './packed-table.ts';

/** In a checkout. */
const PLAIN = new URL('./assets/words-en.bin', import.meta.url);
/** In the published package, made by scripts/build.ts. */
const PACKED = new URL('./assets/words-en.bin.zst', import.meta.url);

let loaded: WordTable | undefined;

/** About 15 MB. Throws if the file is missing or truncated: then the installation is broken. */
export function wordVectors(): WordTable {
  loaded ??= readWordTable(existsSync(PACKED) ? unpacked(PACKED) : sharedBytes(PLAIN));
  return loaded;
}

/** The head with its table, which is loaded when it is first used: most commands read no text. */
export function withWords(head: Head): Head {
  if (head.encoder !== WORDS_ENCODER) return head;
  return Object.defineProperty({ ...head }, 'words', {
    enumerable: true,
    configurable: true,
    get: wordVectors,
  });
}

/** Loads the table of such a head, so that the first text does not wait for it. */
export async function prepareWords(head: Head): Promise<void> {
  const isLazy = Object.getOwnPropertyDescriptor(head, 'words')?.get !== undefined;
  if (!isLazy || loaded !== undefined || !existsSync(PACKED)) return;
  const packed = await readFile(PACKED);
  const bytes = await unpackTableAside(packed);
  release(packed);
  loaded ??= readWordTable(bytes);
}

function unpacked(file: URL): Uint8Array {
  const packed = readFileSync(file);
  const bytes = unpackTable(packed);
  release(packed);
  return bytes;
}

/** Into shared memory, so that a table sent to another thread is the same table, not a copy. */
function sharedBytes(file: URL): Uint8Array {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = new Uint8Array(new SharedArrayBuffer(fstatSync(descriptor).size));
    let filled = 0;
    while (filled < bytes.length) {
      const read = readSync(descriptor, bytes, filled, bytes.length - filled, filled);
      if (read === 0) break;
      filled += read;
    }
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}
