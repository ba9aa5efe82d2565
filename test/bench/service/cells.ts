/**
 * What is sent: sizes, numbers of requests at once, plain answers and streams. Must not know which proxies there are.
 */
import { chatBody } from '../load.ts';
import type { Load } from './load-proxy.ts';

export interface Cell {
  /** Such as `32 KB, 64 at once`. */
  readonly name: string;
  readonly load: Load;
}

/** Of one stream. */
export const CHUNKS = 50;
export const SIZES = { '1 KB': 1_024, '32 KB': 32 * 1_024, '400 KB': 400 * 1_024 };
export type Size = keyof typeof SIZES;
/** Requests of a measurement. */
const LEAST: Readonly<Record<Size, number>> = { '1 KB': 1_000, '32 KB': 500, '400 KB': 64 };
export const AT_ONCE = [1, 16, 64, 256];

/** By default llmr holds 32 MiB of request bodies in memory and refuses what is more. */
const MOST_AT_ONCE_BYTES = 32 * 1_048_576;

export function cellName(size: Size, atOnce: number, stream: boolean): string {
  return `${stream ? 'stream, ' : ''}${size}, ${atOnce} at once`;
}

export function cellOf(size: Size, atOnce: number, stream: boolean, ms: number): Cell {
  const body = chatBody(SIZES[size], stream);
  const least = stream ? 0 : LEAST[size];
  return { name: cellName(size, atOnce, stream), load: { body, stream, atOnce, ms, least } };
}

export function allCells(ms: number): Cell[] {
  const cells: Cell[] = [];
  for (const stream of [false, true])
    for (const size of Object.keys(SIZES) as Size[])
      for (const atOnce of stream && size === '1 KB' ? [...AT_ONCE, 100] : AT_ONCE)
        if (atOnce * SIZES[size] <= MOST_AT_ONCE_BYTES) cells.push(cellOf(size, atOnce, stream, ms));
  return cells;
}

export function quickCells(ms: number): Cell[] {
  return [
    cellOf('1 KB', 1, false, ms),
    cellOf('1 KB', 64, false, ms),
    cellOf('32 KB', 64, false, ms),
    cellOf('1 KB', 100, true, ms),
  ];
}

/** Milliseconds between two chunks of a stream: the upstream writes about 10,000 per second, however many streams. */
export function paceOf({ atOnce }: Load): number {
  return Math.max(1, Math.round(atOnce / 10));
}
