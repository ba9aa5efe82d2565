// How a text of the traffic is written as an example: in a `.route` file as a text in double quotes, in a file of
// examples as one line. What is written is read back as the same text. Must not know: files, syntax trees.

/** More of a text changes hardly any reading, and a policy should remain readable. */
export const LONGEST_EXAMPLE = 1000;

/** Of direction and of no width: they would hide what a line of a policy says. */
const HIDDEN = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;
const CONTROL = /[^\P{Cc}\n]/gu;

/** What is kept of a text: line breaks as `\n`, no control characters, no more than the first thousand characters. */
export function exampleText(text: string): string {
  const plain = text
    .replace(/\r\n?|\u2028|\u2029/gu, '\n')
    .replace(HIDDEN, '')
    .replace(CONTROL, ' ')
    .replace(/[ \u00a0\u202f]+(?=\n)/gu, '')
    .replaceAll('\u00a0', ' ')
    .replaceAll('\u202f', ' ')
    .toWellFormed()
    .trim();
  return plain.length <= LONGEST_EXAMPLE ? plain : plain.slice(0, LONGEST_EXAMPLE).toWellFormed().trim();
}

/** As a text of the language. */
export function quotedExample(text: string): string {
  return `"${text.replace(/[\\"]/g, (sign) => `\\${sign}`).replaceAll('\n', '\\n')}"`;
}

/** A file of examples has one per line, and its comments begin with `#`. */
export function fitsOnALine(text: string): boolean {
  return !text.includes('\n') && !text.startsWith('#');
}
