/**
 * The format of a key, and what is stored of it. A key is 32 random bytes; only its SHA-256 is stored, which for a
 * value of that much entropy needs neither salt nor stretching. Knows no store.
 */
import { hash, randomBytes, timingSafeEqual } from 'node:crypto';

export const KEY_PREFIX = 'llmr_';
const KEY_BYTES = 32;
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** `llmr_` and 43 digits of base 62. */
export function createKey(): string {
  return KEY_PREFIX + base62(randomBytes(KEY_BYTES), 43);
}

/** A short public name for a key, for lists and logs; reveals nothing about the key. */
export function createKeyId(): string {
  return `k${base62(randomBytes(6), 9)}`;
}

export function hashKey(key: string): Buffer {
  return hash('sha256', key, 'buffer');
}

export function sameHash(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

function base62(bytes: Uint8Array, digits: number): string {
  let number = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  let text = '';
  for (let digit = 0; digit < digits; digit++) {
    text = (DIGITS[Number(number % 62n)] ?? '') + text;
    number /= 62n;
  }
  return text;
}
