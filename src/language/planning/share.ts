/**
 * Where a key falls in [0, 100) under a salt: what makes canaries, splits and rollouts sticky without any memory.
 * The same key and salt give the same share on every machine and in every version. Knows no policy and no request.
 */

const encoder = new TextEncoder();
/** A UTF-16 unit is at most three bytes of UTF-8; longer texts are rare and encoded apart. */
const MOST_UNITS = 300;
const scratch = new Uint8Array(3 * MOST_UNITS);
const C1 = 0xcc9e2d51;
const C2 = 0x1b873593;

/**
 * Share of `value` under `salt`, in [0, 100): uniform over values, independent between salts.
 * Shares only ever compare against bounds, so growing a bound moves keys into it and none out.
 */
export function shareOf(value: string, salt: string): number {
  return (murmur3(bytesOf(`${salt}\0${value}`)) / 0x1_0000_0000) * 100;
}

/** Read before the next text is encoded. */
function bytesOf(text: string): Uint8Array {
  if (text.length > MOST_UNITS) return encoder.encode(text);
  return scratch.subarray(0, encoder.encodeInto(text, scratch).written);
}

/**
 * MurmurHash3_x86_32, seed 0, as an unsigned number.
 * Source: Austin Appleby, https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp (public domain).
 */
export function murmur3(bytes: Uint8Array): number {
  let hash = 0;
  const whole = bytes.length & ~3;
  for (let at = 0; at < whole; at += 4) {
    hash ^= mixed(
      byte(bytes, at) |
        (byte(bytes, at + 1) << 8) |
        (byte(bytes, at + 2) << 16) |
        (byte(bytes, at + 3) << 24),
    );
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  let tail = 0;
  for (let at = bytes.length - 1; at >= whole; at--) tail = (tail << 8) | byte(bytes, at);
  if (bytes.length > whole) hash ^= mixed(tail);

  hash ^= bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function mixed(block: number): number {
  const product = Math.imul(block, C1);
  return Math.imul((product << 15) | (product >>> 17), C2);
}

function byte(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}
