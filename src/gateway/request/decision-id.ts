/**
 * Ids of decisions: ULIDs (48 bits of milliseconds, 80 random bits, Crockford base 32), which sort by time and cannot
 * be guessed. Source of the format: github.com/ulid/spec.
 */
import { randomFillSync } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Random bytes are fetched in batches: sixteen cost as much as four thousand. */
const pool = Buffer.alloc(4_096);
let used = pool.length;

/** Characters are written here, so that an id is one string and not the sum of 26. */
const written = Buffer.alloc(26);

export function createDecisionId(now: number): string {
  let rest = now;
  for (let index = 9; index >= 0; index--) {
    written[index] = ALPHABET.charCodeAt(rest % 32);
    rest = Math.floor(rest / 32);
  }
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  for (let index = 10; index < 26; index++) written[index] = ALPHABET.charCodeAt((pool[used++] ?? 0) & 31);
  return written.toString('latin1');
}

export function isDecisionId(text: string): boolean {
  return /^[0-9A-HJKMNP-TV-Z]{26}$/.test(text);
}
