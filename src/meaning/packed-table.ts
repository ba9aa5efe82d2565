/**
 * The word table as the published package holds it: the same numbers, column by column, compressed. A column's numbers
 * are alike, so that they take a tenth less than row by row. Must not know where the files are.
 */
import { promisify } from 'node:util';
import { zstdCompressSync, zstdDecompress, zstdDecompressSync } from 'node:zlib';

/** Layout of the plain table: see `word-table.ts`. */
const SIZES_AT = 40;
const HASHES_AT = 48;
/** More than a table has: in pieces of the usual size, freed memory would not go back to the system. */
const ONE_PIECE = 1 << 24;
/** Columns that are copied in one walk over the rows, so that what is written stays in the processor's cache. */
const BLOCK = 16;

interface Layout {
  readonly rows: number;
  /** Columns are moved four at a time, as one 32-bit number. */
  readonly words: number;
  readonly vectorsAt: number;
}

/** @param bytes a whole table, as `writeWordTable` makes it, of a multiple of four dimensions */
export function packTable(bytes: Uint8Array): Uint8Array {
  const { rows, words, vectorsAt } = layoutOf(bytes);
  const plain = Uint8Array.from(bytes);
  const columns = plain.slice();
  const from = new Uint32Array(plain.buffer, vectorsAt, rows * words);
  const to = new Uint32Array(columns.buffer, vectorsAt, rows * words);
  for (let row = 0; row < rows; row++) {
    for (let word = 0; word < words; word++) to[word * rows + row] = from[row * words + word] ?? 0;
  }
  // A higher level saves 1% and takes a minute.
  return zstdCompressSync(columns);
}

/**
 * The plain table again, in memory that threads can share. Throws where the bytes are not a whole packed table. What is
 * needed only meanwhile is freed at once: a thread that allocates little else would keep it for minutes.
 */
export function unpackTable(packed: Uint8Array): Uint8Array {
  return fromColumns(zstdDecompressSync(packed, { chunkSize: ONE_PIECE }));
}

/** The same, decompressed off the thread that asks. */
export async function unpackTableAside(packed: Uint8Array): Promise<Uint8Array> {
  return fromColumns(await promisify(zstdDecompress)(packed, { chunkSize: ONE_PIECE }));
}

function fromColumns(columns: Buffer): Uint8Array {
  const { rows, words, vectorsAt } = layoutOf(columns);
  const plain = new Uint8Array(new SharedArrayBuffer(columns.length));
  plain.set(columns.subarray(0, vectorsAt));
  const aligned = columns.byteOffset % 4 === 0 ? columns : Uint8Array.from(columns);
  const from = new Uint32Array(aligned.buffer, aligned.byteOffset + vectorsAt, rows * words);
  const to = new Uint32Array(plain.buffer, vectorsAt, rows * words);
  for (let first = 0; first < words; first += BLOCK) {
    const end = Math.min(words, first + BLOCK);
    for (let row = 0; row < rows; row++) {
      for (let word = first; word < end; word++) to[row * words + word] = from[word * rows + row] ?? 0;
    }
  }
  if (aligned !== columns) release(aligned);
  release(columns);
  return plain;
}

/** Frees the memory of bytes that nothing uses any more, except for short ones, which share theirs with others. */
export function release({ buffer }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength > Buffer.poolSize) buffer.transfer(0);
}

function layoutOf(bytes: Uint8Array): Layout {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rows = bytes.length < HASHES_AT ? 0 : view.getUint32(SIZES_AT, true);
  const dimensions = bytes.length < HASHES_AT ? 0 : view.getUint32(SIZES_AT + 4, true);
  const vectorsAt = HASHES_AT + 8 * rows;
  if (dimensions % 4 !== 0 || bytes.length !== vectorsAt + rows * dimensions)
    throw new Error('this is not a whole table of words');
  return { rows, words: dimensions / 4, vectorsAt };
}
