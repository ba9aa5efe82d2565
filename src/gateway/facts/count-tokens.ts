// The one token count, in tiers: bytes, then a scan, then an exact count, each only if the cheaper one cannot decide
// on which side of a threshold of the policy the text lies. Pure: the same text and thresholds give the same number.
// Must not know: requests, policies (only the numbers they mention), models.

import { estimateTokens, type TokenEstimate } from './estimate-tokens.ts';
import { countExactly, EXACT_UP_TO } from './exact-tokens.ts';

export interface TokenCount {
  /** The documented count: whole tokens, between `low` and `high`. */
  readonly tokens: number;
  readonly low: number;
  readonly high: number;
  /**
   * bytes: from the length alone; scan: by classes of pieces; exact: o200k_base; capped: exact for the beginning, a
   * scaled scan for the rest.
   */
  readonly method: 'bytes' | 'scan' | 'exact' | 'capped';
}

/** The longest token of o200k_base has 128 bytes, the shortest one. */
const MOST_BYTES_A_TOKEN = 128;
const USUAL_BYTES_A_TOKEN = 4;
/** Half the width of the uncertainty band of the estimated rest after an exact count. */
const SCALED_BAND = 0.12;

/**
 * Counts the tokens of some texts.
 * @param parts texts, counted one by one
 * @param extra tokens to add: images, tools, the dialect's framing
 * @param cuts thresholds that anything tests against; with none, the scan's estimate is the count
 */
export function countTokens(
  parts: readonly string[],
  extra: number,
  cuts: readonly number[],
  known: KnownEstimates = NOTHING_KNOWN,
): TokenCount {
  const bytes = bytesOf(parts);
  if (cuts.length > 0) {
    const byLength = boundByBytes(bytes, extra);
    if (isSettled(byLength, cuts)) return byLength;
  }
  const estimate = (part: string): TokenEstimate => known.get(part) ?? estimateTokens(part);
  const scanned = scan(parts, bytes, extra, estimate);
  if (cuts.length === 0 || isSettled(scanned, cuts)) return scanned;
  return exact(parts, extra, estimate);
}

/** Estimates of whole texts made earlier, by text; equal to what would be computed now. */
type KnownEstimates = ReadonlyMap<string, TokenEstimate>;
type Estimate = (part: string) => TokenEstimate;
const NOTHING_KNOWN: KnownEstimates = new Map();

/** No threshold lies within the range of the count: every condition is decided. */
function isSettled(count: TokenCount, cuts: readonly number[]): boolean {
  return count.low === count.high || !cuts.some((cut) => cut >= count.low && cut <= count.high);
}

function boundByBytes(bytes: number, extra: number): TokenCount {
  return {
    tokens: extra + Math.ceil(bytes / USUAL_BYTES_A_TOKEN),
    low: extra + Math.ceil(bytes / MOST_BYTES_A_TOKEN),
    high: extra + bytes,
    method: 'bytes',
  };
}

function scan(parts: readonly string[], bytes: number, extra: number, estimateOf: Estimate): TokenCount {
  let tokens = 0;
  let low = 0;
  let high = 0;
  for (const part of parts) {
    const estimate = estimateOf(part);
    tokens += estimate.tokens;
    low += estimate.low;
    high += estimate.high;
  }
  const within = (count: number) =>
    extra + Math.max(Math.ceil(bytes / MOST_BYTES_A_TOKEN), Math.min(bytes, count));
  return {
    tokens: within(Math.round(tokens)),
    low: within(Math.floor(low)),
    high: within(Math.ceil(high)),
    method: 'scan',
  };
}

function exact(parts: readonly string[], extra: number, estimateOf: Estimate): TokenCount {
  let counted = 0;
  let estimateOfCounted = 0;
  let behind = 0;
  let left = EXACT_UP_TO;
  for (const part of parts) {
    const to = part.length <= left ? part.length : beforePair(part, left);
    if (to > 0) {
      counted += countExactly(part, to);
      estimateOfCounted += estimateTokens(part, 0, to).tokens;
    }
    // For a long text the whole count is known or cheap; the part before `to` is short.
    if (to < part.length)
      behind += Math.max(0, estimateOf(part).tokens - (to > 0 ? estimateTokens(part, 0, to).tokens : 0));
    left -= to;
  }
  if (behind === 0)
    return { tokens: extra + counted, low: extra + counted, high: extra + counted, method: 'exact' };
  // The error of the scan at the beginning is a good estimate of its error in the rest.
  const miss = Math.max(0.8, Math.min(1.25, counted / Math.max(1, estimateOfCounted)));
  const rest = behind * miss;
  const total = extra + counted;
  return {
    tokens: total + Math.round(rest),
    low: total + Math.floor(rest * (1 - SCALED_BAND)),
    high: total + Math.ceil(rest * (1 + SCALED_BAND)),
    method: 'capped',
  };
}

/** The cut itself, or one less where it would split a surrogate pair. */
function beforePair(text: string, at: number): number {
  const code = text.charCodeAt(at - 1);
  return code >= 0xd800 && code < 0xdc00 ? at - 1 : at;
}

function bytesOf(parts: readonly string[]): number {
  return parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0);
}
