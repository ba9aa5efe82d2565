/**
 * The kind of a body, recognized by its first bytes and not by its content type, which servers and proxies get wrong:
 * JSON as `text/html`, events as `application/json`. Knows no wire format.
 */
export type BodyKind = 'json' | 'page' | 'events';

/** Undefined while there was only white space. */
export function bodyKind(bytes: Buffer): BodyKind | undefined {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (at < bytes.length && isSpace(bytes[at])) at += 1;
  switch (bytes[at]) {
    case undefined:
      return undefined;
    case 0x7b: // {
    case 0x5b: // [
      return 'json';
    case 0x3c: // <
      return 'page';
    default:
      return 'events';
  }
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
