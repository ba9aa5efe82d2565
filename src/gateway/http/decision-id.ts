/**
 * Names of decisions: ULIDs (48 bits of milliseconds, 80 random bits, Crockford base 32), so that they sort by time
 * and cannot be guessed. Source of the format: github.com/ulid/spec.
 */
import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export function createDecisionId(now: number): string {
  let time = '';
  let rest = now;
  for (let index = 0; index < 10; index++) {
    time = ALPHABET[rest % 32] + time;
    rest = Math.floor(rest / 32);
  }
  let random = '';
  for (const byte of randomBytes(16)) random += ALPHABET[byte & 31];
  return time + random;
}

export function isDecisionId(text: string): boolean {
  return /^[0-9A-HJKMNP-TV-Z]{26}$/.test(text);
}
