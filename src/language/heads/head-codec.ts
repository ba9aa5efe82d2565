// A head as bytes and back, for the cache on disk: mark, checksum, a JSON line of lengths and words, number arrays.
// Must not know: files, workers.
//
//   0  "llmrhead"        8 bytes
//   8  checksum          32 hex digits over all that follows
//  40  header length     4 bytes, little-endian
//  44  header            JSON, padded with spaces to a multiple of 4
//  ..  columns, idf, weights, bias, dense: 4 bytes per number, little-endian as on every platform Node runs on

import { hashBytes } from '../text/content-hash.ts';
import type { Head } from './head.ts';

const MARK = 'llmrhead';
const HEADER_AT = 44;
const ARRAYS = ['columns', 'idf', 'weights', 'bias', 'dense'] as const;

/** A table of words and a second head are not written: the code that decodes adds them. */
export function encodeHead(head: Head): Uint8Array {
  const { columns, idf, weights, bias, dense, words: _words, second: _second, ...rest } = head;
  const arrays = [columns, idf, weights, bias, dense];
  const lengths = arrays.map((array) => array.length);
  let header = JSON.stringify({ ...rest, lengths });
  let headerBytes = new TextEncoder().encode(header);
  header += ' '.repeat((4 - (headerBytes.length % 4)) % 4);
  headerBytes = new TextEncoder().encode(header);
  const size = HEADER_AT + headerBytes.length + arrays.reduce((sum, array) => sum + array.byteLength, 0);
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(40, headerBytes.length, true);
  bytes.set(headerBytes, HEADER_AT);
  let at = HEADER_AT + headerBytes.length;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += array.byteLength;
  }
  bytes.set(new TextEncoder().encode(MARK + hashBytes(bytes.subarray(40))), 0);
  return bytes;
}

/** Undefined for anything that `encodeHead` of this version did not write whole: cut off, altered, foreign, older. */
export function decodeHead(bytes: Uint8Array): Head | undefined {
  if (bytes.length < HEADER_AT) return undefined;
  const text = new TextDecoder();
  if (text.decode(bytes.subarray(0, 40)) !== MARK + hashBytes(bytes.subarray(40))) return undefined;
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(40, true);
  const { lengths, ...words } = JSON.parse(
    text.decode(bytes.subarray(HEADER_AT, HEADER_AT + length)),
  ) as StoredHeader;
  if (words.version !== 3 || lengths.length !== ARRAYS.length) return undefined;
  // A copy, because a view needs an offset that is a multiple of four and the bytes may lie anywhere. Into memory that
  // threads can share: a head of 150 intents is 15 MB, and would be copied twice more on its way to another thread.
  const numbers = new SharedArrayBuffer(bytes.length - HEADER_AT - length);
  new Uint8Array(numbers).set(bytes.subarray(HEADER_AT + length));
  const [columns = 0, idf = 0, weights = 0, bias = 0, dense = 0] = lengths;
  return {
    ...words,
    columns: new Uint32Array(numbers, 0, columns),
    idf: new Float32Array(numbers, 4 * columns, idf),
    weights: new Float32Array(numbers, 4 * (columns + idf), weights),
    bias: new Float32Array(numbers, 4 * (columns + idf + weights), bias),
    dense: new Float32Array(numbers, 4 * (columns + idf + weights + bias), dense),
  };
}

type StoredHeader = Omit<Head, (typeof ARRAYS)[number] | 'words' | 'second'> & {
  readonly lengths: readonly number[];
};
