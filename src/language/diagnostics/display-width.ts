/**
 * How many terminal columns a text takes, and source lines made safe to show: tabs to spaces, control and direction
 * characters spelt out. Widths follow Unicode's East Asian Width (wide and fullwidth) and emoji presentation.
 */

const TAB_STOP = 4;
const HIDDEN =
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/u;
const PLAIN = /^[ -~]*$/;
const NO_WIDTH = /^(?:\p{Mn}|\p{Me}|\u200c|\u200d)$/u; // variation selectors are Mn
const EMOJI = /^\p{Emoji_Presentation}$/u;
/** Blocks of wide characters, first and last. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x20000, 0x3fffd],
];

/** What is shown for a text that begins at a column (from 0) of its line. */
export function shownText(text: string, column = 0): string {
  if (PLAIN.test(text)) return text;
  let shown = '';
  let at = column;
  for (const character of text) {
    const next =
      character === '\t'
        ? ' '.repeat(TAB_STOP - (at % TAB_STOP))
        : HIDDEN.test(character)
          ? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
          : character;
    shown += next;
    at += displayWidth(next);
  }
  return shown;
}

/** Columns of a text without tabs and control characters. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (NO_WIDTH.test(character)) return 0;
  if (EMOJI.test(character)) return 2;
  return WIDE.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}
