/**
 * Ids of decisions: ULIDs (48 bits of milliseconds, 80 random bits, Crockford base 32), which sort by time and cannot
 * be guessed. Source of the format: github.com/ulid/spec.
 */
import { randomFillSync } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Random bytes are fetched in batches: sixteen cost as much as four thousand. */
const pool = Buffer.alloc(4_096);
let used = pool.length;

export function createDecisionId(now: number): string {
  let time = '';
  let rest = now;
  for (let index = 0; index < 10; index++) {
    time = ALPHABET[rest % 32] + time;
    rest = Math.floor(rest / 32);
  }
  let random = '';
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  for (const end = used + 16; used < end; used++) random += ALPHABET[(pool[used] ?? 0) & 31];
  return time + random;
}

export function isDecisionId(text: string): boolean {
  return /^[0-9A-HJKMNP-TV-Z]{26}$/.test(text);
}
