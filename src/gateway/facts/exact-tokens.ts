// The guarded exact count: o200k_base from gpt-tokenizer, which is quadratic on long runs and throws on text that
// looks like a control token. So: slices of at most 4 KB cut before white space, runs of more than 96 characters
// estimated, at most 64 Ki characters counted, and control tokens read as plain text. Must not know: thresholds,
// requests.

import { createRequire } from 'node:module';
import { estimateTokens } from './estimate-tokens.ts';
import { type RunKind, runKindOf } from './scan-token-classes.ts';

/** Characters (UTF-16 units) that are counted exactly; the rest is estimated. */
export const EXACT_UP_TO = 65_536;
const SLICE = 4096;
const LONGEST_RUN = 96;

interface Tokenizer {
  readonly countTokens: (text: string, options: { readonly disallowedSpecial: Set<string> }) => number;
}

let tokenizer: Tokenizer | undefined;
const NOTHING = new Set<string>();

/** Takes about 130 ms the first time. Call it at start where a policy tests tokens, so that no request waits for it. */
export function loadTokenizer(): Tokenizer {
  tokenizer ??= createRequire(import.meta.url)('gpt-tokenizer/encoding/o200k_base') as Tokenizer;
  return tokenizer;
}

/**
 * Counts `text` up to `to`; pieces between slices and long runs are independent, which changes the sum by one token
 * at most.
 */
export function countExactly(text: string, to: number = text.length): number {
  let sum = 0;
  let sliceStart = 0;
  let lastGap = 0;
  let at = 0;
  const flush = (end: number) => {
    if (end > sliceStart) {
      sum += loadTokenizer().countTokens(text.slice(sliceStart, end), { disallowedSpecial: NOTHING });
    }
    sliceStart = end;
  };
  while (at < to) {
    const kind = runKindOf(text.charCodeAt(at));
    const end = endOfRun(text, at, to, kind);
    if (end - at > LONGEST_RUN && kind !== 'digits') {
      flush(at);
      sum += estimateRun(text, at, end);
      sliceStart = end;
    } else if (end - sliceStart > SLICE) {
      // Without a gap, between two runs: a run is at most 96 long here, except digits, which tokenize by threes anyway.
      flush(kind === 'gap' || lastGap <= sliceStart ? at : lastGap);
    }
    if (kind === 'gap') lastGap = at;
    at = end;
  }
  flush(to);
  return sum;
}

function endOfRun(text: string, start: number, to: number, kind: RunKind): number {
  let at = start + 1;
  // Digits are cut at 96, a multiple of three, so that a slice stays a slice.
  const limit = kind === 'digits' ? Math.min(to, start + LONGEST_RUN) : to;
  while (at < limit && runKindOf(text.charCodeAt(at)) === kind) at++;
  return at;
}

function estimateRun(text: string, from: number, to: number): number {
  return Math.max(1, Math.round(estimateTokens(text, from, to).tokens));
}
