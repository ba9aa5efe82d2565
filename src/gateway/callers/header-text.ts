/**
 * The text of a header, read the same way everywhere: for conditions, predicates and the identities that callers
 * state. Knows no header by name.
 */

/** As Node gives it: each byte is one character. */
export type HeaderValue = string | readonly string[] | undefined;

const BEYOND_ASCII = /[\x80-\xff]/;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Node reads a header's bytes as Latin-1. Bytes that are UTF-8 are decoded to the text that the sender wrote and a
 * policy compares with; other bytes stay Latin-1. Several headers of one name are one value, joined as HTTP defines.
 * Nothing else is decoded: `%C3%BC` is six characters.
 */
export function headerText(value: string | readonly string[]): string;
export function headerText(value: HeaderValue): string | undefined;
export function headerText(value: HeaderValue): string | undefined {
  if (value === undefined) return undefined;
  const text = typeof value === 'string' ? value : value.join(', ');
  if (!BEYOND_ASCII.test(text)) return text;
  try {
    return utf8.decode(Buffer.from(text, 'latin1'));
  } catch {
    return text;
  }
}
