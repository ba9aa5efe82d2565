/**
 * Partly masked secrets, such as `sk-ab***yz` and `sk-proj-abcd...wxyz`: the rest narrows a search and identifies the
 * account. Found by the beginning or the end that they share with a known secret.
 */
import type { Span } from './coded-runs.ts';
import type { Reading } from './readings.ts';

const MASK = /\*+|[•●·…#]+|\.{2,}|x{4,}|\[?(?:redacted|masked|hidden)\]?/gi;
/** What may be left of a secret before and after its mask. */
const HEAD = /[^\s"'`<>(){}[\],;:=*•●·…#]*$/;
const TAIL = /^[^\s"'`<>(){}[\],;:=*•●·…#]*/;
/** Characters that are compared on each side. */
const REACH = 64;
/** Fewest unmasked characters of a secret by which it is recognized. */
const LEAST = 3;

export function maskedSpans({ text, starts, ends }: Reading, secrets: readonly string[]): Span[] {
  if (secrets.length === 0) return [];
  const lower = secrets.map((secret) => secret.toLowerCase());
  const found: Span[] = [];
  for (const match of text.matchAll(MASK)) {
    const after = match.index + match[0].length;
    const head = HEAD.exec(text.slice(Math.max(0, match.index - REACH), match.index))?.[0] ?? '';
    const tail = TAIL.exec(text.slice(after, after + REACH))?.[0].replace(/[.!?]+$/, '') ?? '';
    const isMasked = lower.some((secret) => shares(secret, head.toLowerCase(), tail.toLowerCase()));
    if (!isMasked) continue;
    const last = after + tail.length - 1;
    found.push({ start: starts[match.index - head.length] ?? 0, end: ends[last] ?? 0 });
  }
  return found;
}

function shares(secret: string, head: string, tail: string): boolean {
  const begins = head.length >= LEAST && secret.startsWith(head);
  const ends = tail.length >= LEAST && secret.endsWith(tail);
  return begins || ends;
}
