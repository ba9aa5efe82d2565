/**
 * How a secret may be spelt in a text, and a search for what is left of it that shares no code with llmr's: it compares
 * with every spelling of every piece. Knows nothing of how llmr removes secrets.
 */

type Encode = (text: string) => string;

const each = (text: string, spell: (code: number, character: string) => string): string =>
  Array.from(text, (character) => spell(character.codePointAt(0) ?? 0, character)).join('');
const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0');
const bytes = (text: string): number[] => [...Buffer.from(text)];
const html: Encode = (text) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#x27;');
const json: Encode = (text) => JSON.stringify(text).slice(1, -1);
const base64 = (before: string, after = ''): Encode => {
  return (text) => Buffer.from(before + text + after).toString('base64');
};
const base64url = (before: string, after = ''): Encode => {
  return (text) => Buffer.from(before + text + after).toString('base64url');
};

/** Escapes that keep a text readable by whoever undoes one layer of them. */
export const ONE_LAYER: readonly (readonly [string, Encode])[] = [
  ['as it is', (text) => text],
  ['JSON', json],
  ['URL', (text) => encodeURIComponent(text)],
  ['HTML', html],
];

export const FORMS: readonly (readonly [string, Encode])[] = [
  ...ONE_LAYER,
  ['upper case', (text) => text.toUpperCase()],
  ['lower case', (text) => text.toLowerCase()],
  [
    'URL, every byte',
    (text) =>
      bytes(text)
        .map((byte) => `%${hex(byte, 2)}`)
        .join(''),
  ],
  ['URL twice', (text) => encodeURIComponent(encodeURIComponent(text))],
  ['JSON in JSON', (text) => json(json(text))],
  ['JSON with escaped slashes', (text) => json(text).replaceAll('/', '\\/')],
  ['\\u of every character', (text) => each(text, (code) => `\\u${hex(code, 4)}`)],
  ['\\u in JSON', (text) => json(each(text, (code) => `\\u${hex(code, 4).toUpperCase()}`))],
  ['\\u{}', (text) => each(text, (code) => `\\u{${hex(code, 1)}}`)],
  [
    '\\x',
    (text) =>
      bytes(text)
        .map((byte) => (byte < 128 ? `\\x${hex(byte, 2)}` : ''))
        .join(''),
  ],
  ['HTML, decimal', (text) => each(text, (code) => `&#${code};`)],
  ['HTML, hexadecimal', (text) => each(text, (code) => `&#x${hex(code, 2)};`)],
  ['base64', base64('')],
  ['base64 after one byte', base64(':')],
  ['base64 after two bytes', base64('x:')],
  ['base64 between other text', base64('user:', '\n')],
  ['base64url', base64url('')],
  ['base64url after one byte', base64url('a')],
  ['base64url after two bytes', base64url('ab', 'cde')],
  ['base64 in lines', (text) => base64('user:')(text).replace(/.{16}/g, '$&\n')],
  ['base64 in a URL', (text) => encodeURIComponent(base64('k=')(text))],
  ['hex', (text) => Buffer.from(text).toString('hex')],
  ['hex, upper case', (text) => Buffer.from(text).toString('hex').toUpperCase()],
  [
    'hex with colons',
    (text) =>
      Buffer.from(text)
        .toString('hex')
        .replace(/..(?=.)/g, '$&:'),
  ],
  ['in two lines', (text) => `${text.slice(0, 11)}\n${text.slice(11)}`],
  ['with invisible characters', (text) => each(text, (_, character) => `${character}\u200b`)],
  ['in one character a word', (text) => each(text, (_, character) => `${character} `)],
  ['a bearer', (text) => `Bearer ${text}`],
  ['a query', (text) => `https://host.example/v1?key=${encodeURIComponent(text)}&alt=sse`],
];

/** A piece of this many characters tells whose key it is. */
const PIECE = 10;

/** The first spelling of a piece of `secret` that is left in `text`; undefined: nothing is. */
export function traceOf(secret: string, text: string): string | undefined {
  const seen = [text, text.replace(/[\s\u200b]/g, ''), unescapedAll(text)].map((one) => one.toLowerCase());
  for (let at = 0; at + PIECE <= secret.length; at++) {
    const piece = secret.slice(at, at + PIECE);
    for (const [name, encode] of PIECE_FORMS) {
      const form = encode(piece).toLowerCase();
      if (form.length >= PIECE && seen.some((one) => one.includes(form))) return `${name}: ${form}`;
    }
  }
  return undefined;
}

/** Without what depends on the neighbours of a piece: the edges of base64. */
const PIECE_FORMS: readonly (readonly [string, Encode])[] = [
  ['plain', (text) => text],
  ['URL', (text) => encodeURIComponent(text)],
  ['JSON', json],
  ['HTML', html],
  ['hex', (text) => Buffer.from(text).toString('hex')],
  ...[0, 1, 2].map((skip): readonly [string, Encode] => [
    `base64 at ${skip}`,
    (text) =>
      Buffer.from('x'.repeat(skip) + text)
        .toString('base64')
        .slice(skip === 0 ? 0 : 4, -4),
  ]),
];

function unescapedAll(text: string): string {
  let last = text;
  for (let layer = 0; layer < 4; layer++) {
    last = last
      .replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
      .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
      .replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
      .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
      .replace(/\\(["\\/])/g, '$1')
      .replaceAll('&amp;', '&');
  }
  return last;
}
