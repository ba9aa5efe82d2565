// A content hash for pure code: identifies a cached artefact by its inputs. MurmurHash3 x86 128 bit (Austin Appleby,
// public domain), over the UTF-8 bytes of a text. Not cryptographic: it guards against accidents, not against an
// attacker who chooses both texts.

const utf8 = new TextEncoder();

/** 32 lower-case hex digits, the same in every process and on every platform. */
export function contentHash(text: string): string {
  return hashBytes(utf8.encode(text));
}

/** The same over bytes. */
export function hashBytes(bytes: Uint8Array): string {
  const h = [0, 0, 0, 0] as [number, number, number, number];
  const whole = bytes.length - (bytes.length % 16);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < whole; at += 16) {
    h[0] ^= scramble1(view.getInt32(at, true));
    h[0] = (Math.imul(rotate(h[0], 19) + h[1], 5) + 0x561ccd1b) | 0;
    h[1] ^= scramble2(view.getInt32(at + 4, true));
    h[1] = (Math.imul(rotate(h[1], 17) + h[2], 5) + 0x0bcaa747) | 0;
    h[2] ^= scramble3(view.getInt32(at + 8, true));
    h[2] = (Math.imul(rotate(h[2], 15) + h[3], 5) + 0x96cd1c35) | 0;
    h[3] ^= scramble4(view.getInt32(at + 12, true));
    h[3] = (Math.imul(rotate(h[3], 13) + h[0], 5) + 0x32ac3b17) | 0;
  }
  const rest = new DataView(new ArrayBuffer(16));
  for (let at = whole; at < bytes.length; at++) rest.setUint8(at - whole, bytes[at] ?? 0);
  h[3] ^= scramble4(rest.getInt32(12, true));
  h[2] ^= scramble3(rest.getInt32(8, true));
  h[1] ^= scramble2(rest.getInt32(4, true));
  h[0] ^= scramble1(rest.getInt32(0, true));

  for (let i = 0; i < 4; i++) h[i] = (h[i] ?? 0) ^ bytes.length;
  mixAll(h);
  for (let i = 0; i < 4; i++) h[i] = finish(h[i] ?? 0);
  mixAll(h);
  return h.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

function mixAll(h: [number, number, number, number]): void {
  h[0] = (h[0] + h[1] + h[2] + h[3]) | 0;
  h[1] = (h[1] + h[0]) | 0;
  h[2] = (h[2] + h[0]) | 0;
  h[3] = (h[3] + h[0]) | 0;
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

const C1 = 0x239b961b;
const C2 = 0xab0e9789;
const C3 = 0x38b34ae5;
const C4 = 0xa1e38b93;

function scramble1(k: number): number {
  return Math.imul(rotate(Math.imul(k, C1), 15), C2);
}
function scramble2(k: number): number {
  return Math.imul(rotate(Math.imul(k, C2), 16), C3);
}
function scramble3(k: number): number {
  return Math.imul(rotate(Math.imul(k, C3), 17), C4);
}
function scramble4(k: number): number {
  return Math.imul(rotate(Math.imul(k, C4), 18), C1);
}

function finish(word: number): number {
  let k = word;
  k = Math.imul(k ^ (k >>> 16), 0x85ebca6b);
  k = Math.imul(k ^ (k >>> 13), 0xc2b2ae35);
  return k ^ (k >>> 16);
}
