// The durable store of examples and their vectors: a vectra index on disk, for compiling, linting and explaining.
// vectra is loaded only when an index is really written or searched (it costs about a second), and its traps are
// kept out here: plain number arrays, one length for all, no zero vectors, written aside and then pointed to, one writer.
// Must not be imported by the request path; must not know: how vectors are made, what they are used for.

import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalIndex } from 'vectra';
import { contentHash } from '../language/heads/content-hash.ts';
import { lockForWriting } from './writer-lock.ts';

export interface StoredExample {
  readonly text: string;
  readonly intent: string;
  readonly group: string;
}

export interface ExampleWithVector extends StoredExample {
  readonly vector: Float32Array | readonly number[];
}

export interface NearExample extends StoredExample {
  /** Cosine, −1..1. */
  readonly similarity: number;
}

/** unchanged: the store held exactly this already; busy: another process is writing, and nothing was done. */
export type RebuildOutcome = 'written' | 'unchanged' | 'busy';

export interface ExampleStore {
  /** Replaces everything at once. Throws RangeError for vectors of different lengths or with numbers that are not finite. */
  readonly rebuild: (examples: readonly ExampleWithVector[]) => Promise<RebuildOutcome>;
  /** The nearest first; none before the first rebuild. Throws RangeError for a vector of another length. */
  readonly nearest: (vector: Float32Array | readonly number[], k: number) => Promise<NearExample[]>;
}

/** What `current.json` says: which folder is the index, and what it must look like. */
interface Pointer {
  readonly version: 1;
  readonly folder: string;
  readonly dimensions: number;
  /** SHA-256 of the index's file: a damaged index counts as none. */
  readonly checksum: string;
}

type Metadata = { text: string; intent: string; group: string };

export function openExampleStore(directory: string): ExampleStore {
  let opened: { readonly folder: string; readonly index: LocalIndex<Metadata> } | undefined;
  return {
    rebuild: async (examples) => {
      const dimensions = checkVectors(examples);
      const lock = await lockForWriting(directory);
      if (lock.kind === 'busy') return 'busy';
      try {
        return await write(directory, examples, dimensions);
      } finally {
        await lock.release();
      }
    },
    nearest: async (vector, k) => {
      // Read afresh each time: vectra keeps what it once loaded, and another process may have rebuilt since.
      const pointer = await readPointer(directory);
      if (pointer === undefined || pointer.dimensions === 0) return [];
      if (vector.length !== pointer.dimensions) {
        throw new RangeError(
          `a vector of ${vector.length} numbers was asked of a store of ${pointer.dimensions}`,
        );
      }
      if (isZero(vector)) return [];
      const current =
        opened?.folder === pointer.folder
          ? opened
          : { folder: pointer.folder, index: await openIndex(join(directory, pointer.folder)) };
      opened = current;
      const found = await current.index.queryItems(Array.from(vector), '', k);
      return found.map(({ item, score }) => ({ ...item.metadata, similarity: score }));
    },
  };
}

async function write(
  directory: string,
  examples: readonly ExampleWithVector[],
  dimensions: number,
): Promise<RebuildOutcome> {
  const folder = `index-${contentHash(JSON.stringify(examples.map((one) => [one.group, one.intent, one.text, Array.from(one.vector)])))}`;
  const before = await readPointer(directory);
  if (before?.folder === folder) return 'unchanged';
  const aside = join(directory, `${folder}.writing`);
  await rm(aside, { recursive: true, force: true });
  await mkdir(aside, { recursive: true });
  const index = await openIndex(aside);
  await index.createIndex({ version: 1, deleteIfExists: true });
  const items = new Map(
    examples
      .filter((one) => !isZero(one.vector))
      .map(({ text, intent, group, vector }) => {
        const id = contentHash(JSON.stringify([group, intent, text]));
        return [id, { id, vector: Array.from(vector), metadata: { text, intent, group } }];
      }),
  );
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

/** Removes older indexes and what an interrupted writer left. The one before stays: somebody may be reading it. */
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

async function openIndex(folder: string): Promise<LocalIndex<Metadata>> {
  const vectra = await import('vectra');
  return new vectra.LocalIndex<Metadata>(folder);
}

/** The length all vectors share; 0 if there are none. */
function checkVectors(examples: readonly ExampleWithVector[]): number {
  const dimensions = examples[0]?.vector.length ?? 0;
  for (const { text, vector } of examples) {
    if (vector.length !== dimensions) {
      throw new RangeError(
        `"${text}" has ${vector.length} numbers where the first example has ${dimensions}`,
      );
    }
    if (!Array.from(vector).every(Number.isFinite))
      throw new RangeError(`"${text}" has a number that is not finite`);
  }
  return dimensions;
}

function isZero(vector: Float32Array | readonly number[]): boolean {
  return !Array.from(vector).some((value) => value !== 0);
}
