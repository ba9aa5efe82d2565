/**
 * Runs of base64, base64url and hex in a text, decoded from every alignment: an encoded secret may have any bytes
 * before and after it. Knows no secrets; the caller decides about the decoded text.
 */
import type { Reading } from './readings.ts';

/** In the original text; `end` is the first character after it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Eight bytes of a secret take eleven characters of base64 and sixteen of hex. */
const BASE64 = /[A-Za-z0-9+/_-]{10,}/g;
const HEX = /(?:[0-9a-f]{2}[:,_-]?(?:0x)?){8,}/gi;

/** Whole runs in which `holds` finds something. */
export function spansInCode({ text, starts, ends }: Reading, holds: (decoded: string) => boolean): Span[] {
  const found: Span[] = [];
  const note = (index: number, length: number): void => {
    found.push({ start: starts[index] ?? 0, end: ends[index + length - 1] ?? 0 });
  };
  for (const match of text.matchAll(BASE64)) {
    if (alignments(match[0], 4, fromBase64).some(holds)) note(match.index, match[0].length);
  }
  for (const match of text.matchAll(HEX)) {
    const digits = match[0].replace(/0x|[:,_-]/gi, '');
    if (alignments(digits, 2, fromHex).some(holds)) note(match.index, match[0].length);
  }
  return found;
}

function alignments(run: string, count: number, decode: (run: string) => string): string[] {
  return Array.from({ length: count }, (_, at) => decode(run.slice(at)));
}

function fromBase64(run: string): string {
  return Buffer.from(run, 'base64').toString('utf8');
}

function fromHex(run: string): string {
  return Buffer.from(run, 'hex').toString('utf8');
}
