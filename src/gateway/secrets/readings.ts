/**
 * A text as a decoder would read it: escapes decoded layer by layer, each character with its position in the original
 * text. Secrets are searched in these readings, because a list of encoded forms is never complete. Knows no secrets.
 */

/** Characters, and for each where its spelling begins and ends in the original text. */
export interface Reading {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** Layers of escapes that are decoded; no proxy adds more by accident. */
const MOST_LAYERS = 6;

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  sol: '/',
  plus: '+',
  equals: '=',
  lowbar: '_',
  hyphen: '-',
  dash: '-',
  period: '.',
  colon: ':',
  commat: '@',
  ast: '*',
};

/** Percent, JSON, `\x`, octal and HTML escapes. */
const ESCAPES =
  /(?:%[0-9a-f]{2})+|\\u\{([0-9a-f]{1,6})\}|\\u([0-9a-f]{4})|\\x([0-9a-f]{2})|\\([0-3][0-7]{2})|\\(["'\\/nrtbfv])|&#x([0-9a-f]{1,6});?|&#([0-9]{1,7});?|&([a-z]{2,6});/gi;

/** Characters ignored between those of a secret: line breaks of a mailer, invisible characters. */
const INVISIBLE = /[\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/;

export function readingOf(text: string): Reading {
  const starts = Array.from({ length: text.length }, (_, at) => at);
  return { text, starts, ends: starts.map((at) => at + 1) };
}

/** The text as it is, then with each layer of escapes decoded. */
export function readings(text: string): readonly Reading[] {
  const all = [readingOf(text)];
  for (let layer = 0; layer < MOST_LAYERS; layer++) {
    const last = all.at(-1);
    const next = last === undefined ? undefined : unescaped(last);
    if (next === undefined) break;
    all.push(next);
  }
  return all;
}

/** Line breaks of wrapped text, and invisible characters. */
export const WRAPPING = /[\r\n\u2028\u2029\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/;

/** Without white space and invisible characters, or without those that `left` names. */
export function joined(reading: Reading, left = INVISIBLE): Reading {
  const kept: number[] = [];
  let text = '';
  for (let at = 0; at < reading.text.length; at++) {
    const character = reading.text[at] ?? '';
    if (left.test(character)) continue;
    kept.push(at);
    text += character;
  }
  return {
    text,
    starts: kept.map((at) => reading.starts[at] ?? 0),
    ends: kept.map((at) => reading.ends[at] ?? 0),
  };
}

/** One layer; undefined where there is no escape. */
function unescaped(reading: Reading): Reading | undefined {
  let text = '';
  const starts: number[] = [];
  const ends: number[] = [];
  let from = 0;
  const copy = (until: number): void => {
    for (let at = from; at < until; at++) push(reading.text[at] ?? '', at, at + 1);
  };
  const push = (characters: string, begin: number, end: number): void => {
    for (const unit of characters.split('')) {
      text += unit;
      starts.push(reading.starts[begin] ?? 0);
      ends.push(reading.ends[end - 1] ?? 0);
    }
  };
  let found = false;
  for (const match of reading.text.matchAll(ESCAPES)) {
    const decoded = decode(match);
    if (decoded === undefined) continue;
    found = true;
    copy(match.index);
    from = match.index + match[0].length;
    // A run of percent escapes of plain characters keeps the position of each.
    if (match[0].startsWith('%') && decoded.length * 3 === match[0].length) {
      for (let at = 0; at < decoded.length; at++)
        push(decoded[at] ?? '', match.index + at * 3, match.index + at * 3 + 3);
    } else push(decoded, match.index, from);
  }
  if (!found) return undefined;
  copy(reading.text.length);
  return { text, starts, ends };
}

function decode(match: RegExpExecArray | RegExpMatchArray): string | undefined {
  const [whole, braced, unicode, hex, octal, escaped, htmlHex, html, entity] = match;
  if (whole.startsWith('%')) return Buffer.from(whole.replaceAll('%', ''), 'hex').toString('utf8');
  if (escaped !== undefined) return /[a-z]/i.test(escaped) ? '\n' : escaped;
  if (entity !== undefined) return ENTITIES[entity.toLowerCase()];
  const sixteen = braced ?? unicode ?? hex ?? htmlHex;
  const code =
    sixteen !== undefined
      ? Number.parseInt(sixteen, 16)
      : octal !== undefined
        ? Number.parseInt(octal, 8)
        : Number(html);
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
