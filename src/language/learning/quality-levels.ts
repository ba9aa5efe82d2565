// Calibrates scores of held-out prompts: levels of similar score with their mean quality, not falling from level to
// level (isotonic regression by pooling adjacent violators: Ayer et al. 1955). Must not know: prompts, models.

import { meanInterval } from '../quality/mean-interval.ts';
import type { QualityLevel } from '../quality/prompt-model.ts';

/** Percent. */
export interface HeldOutScore {
  readonly score: number;
  readonly quality: number;
}

const FEWEST_PER_LEVEL = 20;
const MOST_LEVELS = 40;
/** A level's mean is mixed with so many rows that are worth what the score predicts: twenty right answers are not certainty. */
const PRIOR_ROWS = 10;

interface Pool {
  from: number;
  rows: number;
  quality: number;
  score: number;
}

/** `z`: standard deviations of the bounds. */
export function qualityLevels(held: readonly HeldOutScore[], z: number): QualityLevel[] {
  const sorted = held.toSorted((a, b) => a.score - b.score);
  const count = Math.max(1, Math.min(MOST_LEVELS, Math.floor(sorted.length / FEWEST_PER_LEVEL)));
  const pools: Pool[] = [];
  let first = 0;
  for (let level = 0; level < count; level++) {
    let end = Math.round(((level + 1) * sorted.length) / count);
    // Equal scores are one level.
    while (end < sorted.length && sorted[end]?.score === sorted[end - 1]?.score) end++;
    if (end <= first) continue;
    const pool: Pool = { from: sorted[first]?.score ?? 0, rows: end - first, quality: 0, score: 0 };
    for (const { score, quality } of sorted.slice(first, end)) {
      pool.quality += quality;
      pool.score += Math.max(0, Math.min(100, score));
    }
    first = end;
    pools.push(pool);
    joinFalling(pools);
  }
  return withTails(pools, sorted, z);
}

function expectedOf({ rows, quality, score }: Pool): number {
  return (quality + PRIOR_ROWS * (score / rows)) / (rows + PRIOR_ROWS);
}

function joinFalling(pools: Pool[]): void {
  for (;;) {
    const [before, last] = pools.slice(-2);
    if (before === undefined || last === undefined || expectedOf(before) <= expectedOf(last)) return;
    pools.pop();
    before.rows += last.rows;
    before.quality += last.quality;
    before.score += last.score;
  }
}

/** Adds what is known of each level and all above it. */
function withTails(pools: readonly Pool[], sorted: readonly HeldOutScore[], z: number): QualityLevel[] {
  const levels: QualityLevel[] = [];
  let rows = 0;
  let sum = 0;
  let squares = 0;
  for (const pool of pools.toReversed()) {
    for (let left = pool.rows; left > 0; left--) {
      const share = (sorted[sorted.length - 1 - rows]?.quality ?? 0) / 100;
      sum += share;
      squares += share * share;
      rows++;
    }
    const mean = sum / rows;
    const { low } = meanInterval({ rows, mean, variance: Math.max(0, squares / rows - mean * mean) }, z);
    levels.push({ from: pool.from, expected: expectedOf(pool), rows, quality: 100 * mean, low: 100 * low });
  }
  return levels.toReversed();
}
