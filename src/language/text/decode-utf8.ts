/**
 * Bytes of a policy file → text, or why they are not UTF-8 and what to do. Invalid bytes are never replaced: a policy
 * that is not read as written would decide differently. Knows bytes, no file and no policy.
 */

/** `why` follows the file's path in a message. */
export type Decoded = { readonly text: string } | { readonly why: string };

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A byte order mark is dropped. */
export function decodeUtf8(bytes: Uint8Array): Decoded {
  const wide = wideEncoding(bytes);
  if (wide !== undefined) return { why: `is ${wide}, not UTF-8: ${saveFrom(wide)}` };
  try {
    return { text: decoder.decode(bytes).replace(/^\ufeff/, '') };
  } catch {
    return { why: whyInvalid(bytes, firstInvalid(bytes)) };
  }
}

export function hasByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

/** By its byte order mark, or by the zero byte before or after its first letter. */
function wideEncoding(bytes: Uint8Array): 'UTF-16' | 'UTF-32' | undefined {
  const [first = 1, second = 1, third = 1, fourth = 1] = bytes;
  const little = first === 0xff && second === 0xfe;
  if ((little && third === 0 && fourth === 0) || (first === 0 && second === 0)) return 'UTF-32';
  return little || (first === 0xfe && second === 0xff) || first === 0 || second === 0 ? 'UTF-16' : undefined;
}

function saveFrom(encoding: string): string {
  return `save it as UTF-8, for example with \`iconv -f ${encoding} -t UTF-8\``;
}

function whyInvalid(bytes: Uint8Array, at: number): string {
  const line = lineOf(bytes, at);
  const byte = `0x${(bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, '0')}`;
  const place = `is not UTF-8: line ${line} has the byte ${byte} at offset ${at}`;
  const known = oddity(bytes, at);
  return known === undefined
    ? `${place}, as files in Latin-1 or Windows-1252 have. If it is one of these, ${saveFrom('WINDOWS-1252')}`
    : `${place}, ${known}. Write the character again, and save the file as UTF-8`;
}

/** What the bytes look like where they are not Latin-1 letters. */
function oddity(bytes: Uint8Array, at: number): string | undefined {
  const first = bytes[at] ?? 0;
  const second = bytes[at + 1];
  const follows = second !== undefined && second >= 0x80 && second <= 0xbf;
  if (first === 0xed && follows && second >= 0xa0) return 'where half of a surrogate pair begins';
  const isLong =
    first === 0xc0 ||
    first === 0xc1 ||
    (first === 0xe0 && (second ?? 0) < 0xa0) ||
    (first === 0xf0 && (second ?? 0) < 0x90);
  if (isLong && follows) return 'where a character takes more bytes than it needs';
  if ((first > 0xf4 || (first === 0xf4 && (second ?? 0) > 0x8f)) && follows)
    return 'where a code point begins that is not a character';
  const needed = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  const rest = bytes.subarray(at + 1);
  const isCut =
    first >= 0xc2 && rest.length < needed - 1 && rest.every((byte) => byte >= 0x80 && byte <= 0xbf);
  return isCut ? 'where a character begins that is cut off by the end of the file' : undefined;
}

/** Offset of the first byte of a sequence that the Unicode standard (table 3-7) does not allow. */
function firstInvalid(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return at;
}

/** Bytes of the character at `at`; 0 where there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  for (let index = 1; index < length; index += 1) {
    const byte = bytes[at + index] ?? 0;
    if (byte < (index === 1 ? low : 0x80) || byte > (index === 1 ? high : 0xbf)) return 0;
  }
  return length;
}

/** From 1; a line ends as in `source.ts`. */
function lineOf(bytes: Uint8Array, at: number): number {
  let line = 1;
  for (let index = 0; index < at; index += 1) {
    if (bytes[index] === 10 || (bytes[index] === 13 && bytes[index + 1] !== 10)) line += 1;
  }
  return line;
}
