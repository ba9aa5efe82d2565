// A durable store of texts and their vectors: a vectra index on disk, for compiling and explaining. vectra is loaded
// only when an index is actually written or searched (it takes about a second), and this file avoids its pitfalls:
// plain number arrays, one length for all, no zero vectors, written to a new folder and then switched to, one writer.
// Must not be imported by the request path; must not know: how vectors are made, what they are used for.

import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalIndex } from 'vectra';
import { contentHash } from '../language/text/content-hash.ts';
import { lockForWriting } from './writer-lock.ts';

/** The data of a text; all of it together identifies it. */
export type Known = { readonly text: string; readonly [more: string]: string };

export type WithVector<T extends Known> = T & { readonly vector: Float32Array | readonly number[] };

/** With the cosine, −1..1. */
export type Near<T extends Known> = T & { readonly similarity: number };

/** unchanged: the store already had this content; busy: another process is writing, and nothing was done. */
export type RebuildOutcome = 'written' | 'unchanged' | 'busy';

export interface VectorStore<T extends Known> {
  /** Replaces everything at once. Throws RangeError for vectors of different lengths or with numbers that are not finite. */
  readonly rebuild: (items: readonly WithVector<T>[]) => Promise<RebuildOutcome>;
  /** All items except those with zero vectors, which are not stored. */
  readonly all: () => Promise<WithVector<T>[]>;
  /** Nearest first; none before the first rebuild. Throws RangeError for a vector of another length. */
  readonly nearest: (vector: Float32Array | readonly number[], k: number) => Promise<Near<T>[]>;
}

/** The content of `current.json`: which folder is the index, and what it must look like. */
interface Pointer {
  readonly version: 1;
  readonly folder: string;
  readonly dimensions: number;
  /** SHA-256 of the index's file: a damaged index counts as missing. */
  readonly checksum: string;
}

export function openVectorStore<T extends Known>(directory: string): VectorStore<T> {
  let opened: { readonly folder: string; readonly index: LocalIndex<T> } | undefined;
  const indexIn = async (folder: string): Promise<LocalIndex<T>> => {
    const current =
      opened?.folder === folder ? opened : { folder, index: await openIndex<T>(join(directory, folder)) };
    opened = current;
    return current.index;
  };
  return {
    rebuild: async (items) => {
      const dimensions = checkVectors(items);
      const lock = await lockForWriting(directory);
      if (lock.kind === 'busy') return 'busy';
      try {
        return await write(directory, items, dimensions);
      } finally {
        await lock.release();
      }
    },
    nearest: async (vector, k) => {
      // Opened again each time: vectra caches what it has loaded, and another process may have rebuilt since.
      const pointer = await readPointer(directory);
      if (pointer === undefined || pointer.dimensions === 0) return [];
      if (vector.length !== pointer.dimensions) {
        throw new RangeError(
          `a vector of ${vector.length} numbers was looked up in a store of ${pointer.dimensions}`,
        );
      }
      if (isZero(vector)) return [];
      const index = await indexIn(pointer.folder);
      const found = await index.queryItems(Array.from(vector), '', k);
      return found.map(({ item, score }) => ({ ...item.metadata, similarity: score }));
    },
    all: async () => {
      const pointer = await readPointer(directory);
      if (pointer === undefined) return [];
      const items = await (await indexIn(pointer.folder)).listItems();
      return items.map(({ metadata, vector }) => ({ ...metadata, vector }));
    },
  };
}

async function write<T extends Known>(
  directory: string,
  given: readonly WithVector<T>[],
  dimensions: number,
): Promise<RebuildOutcome> {
  const items = new Map<string, { readonly id: string; readonly vector: number[]; readonly metadata: T }>();
  for (const { vector, ...metadata } of given) {
    const id = contentHash(JSON.stringify(metadata));
    if (!isZero(vector))
      items.set(id, { id, vector: Array.from(vector), metadata: metadata as unknown as T });
  }
  const folder = `index-${contentHash(JSON.stringify([...items.values()].map(({ id, vector }) => [id, vector])))}`;
  const before = await readPointer(directory);
  if (before?.folder === folder) return 'unchanged';
  const aside = join(directory, `${folder}.writing`);
  await rm(aside, { recursive: true, force: true });
  await mkdir(aside, { recursive: true });
  const index = await openIndex<T>(aside);
  await index.createIndex({ version: 1, deleteIfExists: true });
  await index.batchInsertItems([...items.values()]);
  await rm(join(directory, folder), { recursive: true, force: true });
  await rename(aside, join(directory, folder));
  const pointer: Pointer = {
    version: 1,
    folder,
    dimensions,
    checksum: await checksumOf(join(directory, folder)),
  };
  await writeFile(join(directory, 'current.json.writing'), JSON.stringify(pointer));
  await rename(join(directory, 'current.json.writing'), join(directory, 'current.json'));
  await sweep(directory, [folder, before?.folder]);
  return 'written';
}

/**
 * Removes older indexes and what an interrupted writer left. The previous one is kept: another process may be reading
 * it.
 */
async function sweep(directory: string, keep: readonly (string | undefined)[]): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!name.startsWith('index-') || keep.includes(name)) continue;
    await rm(join(directory, name), { recursive: true, force: true });
  }
}

async function readPointer(directory: string): Promise<Pointer | undefined> {
  try {
    const pointer = JSON.parse(await readFile(join(directory, 'current.json'), 'utf8')) as Pointer;
    if (pointer.version !== 1) return undefined;
    return (await checksumOf(join(directory, pointer.folder))) === pointer.checksum ? pointer : undefined;
  } catch {
    return undefined;
  }
}

async function checksumOf(folder: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(join(folder, 'index.json')))
    .digest('hex');
}

async function openIndex<T extends Known>(folder: string): Promise<LocalIndex<T>> {
  const vectra = await import('vectra');
  return new vectra.LocalIndex<T>(folder);
}

/** The length all vectors share; 0 if there are none. */
function checkVectors(items: readonly WithVector<Known>[]): number {
  const dimensions = items[0]?.vector.length ?? 0;
  for (const { text, vector } of items) {
    if (vector.length !== dimensions) {
      throw new RangeError(`"${text}" has ${vector.length} numbers where the first has ${dimensions}`);
    }
    if (!Array.from(vector).every(Number.isFinite))
      throw new RangeError(`"${text}" has a number that is not finite`);
  }
  return dimensions;
}

function isZero(vector: Float32Array | readonly number[]): boolean {
  return !Array.from(vector).some((value) => value !== 0);
}
