// One pass over a text that counts what a byte-pair tokenizer charges for: words by length, digits, marks, gaps,
// letters of each script. It follows the shape of o200k's splitting pattern, without its tables.
// Must not know: weights, thresholds, requests.

/**
 * The index of each count in the array that `scanTokenClasses` returns. Words have a cell for each length up to 12
 * and one for longer ones.
 */
export const CELL = {
  spacedWord: 0,
  markedWord: 13,
  bareWord: 26,
  lettersBeyond: 39,
  accentedWord: 40,
  accentedLetters: 41,
  shoutedWord: 42,
  shoutedLetters: 43,
  digitGroup: 44,
  mark1: 45,
  mark2: 46,
  mark3: 47,
  marksBeyond: 48,
  newline: 49,
  gap: 50,
  gapLetters: 51,
  cyrillicWord: 52,
  cyrillicLetters: 53,
  arabicWord: 54,
  arabicLetters: 55,
  indicLetters: 56,
  han: 57,
  kana: 58,
  hangul: 59,
  wideMark: 60,
  pair: 61,
  other: 62,
  /** Letters of overlong words: keys, hashes, one letter repeated. */
  strangeLetters: 63,
  strangeMarks: 64,
  /** Of those letters, the ones that repeat the one before. */
  strangeRepeats: 65,
} as const;
export const CELLS = 66;

/** Words of at least this length are counted by the letter, as overlong. */
const STRANGE_WORD = 28;

const SPACE = 1;
const NEWLINE = 2;
const DIGIT = 3;
const LOWER = 4;
const UPPER = 5;
const ACCENTED = 6;
const MARK = 7;
const CYRILLIC = 8;
const ARABIC = 9;
const INDIC = 10;
const HAN = 11;
const KANA = 12;
const HANGUL = 13;
const WIDE_MARK = 14;
const PAIR = 15;
const OTHER = 16;

const ASCII = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code === 10 || code === 13) return NEWLINE;
  if (code === 32 || code === 9) return SPACE;
  if (code >= 48 && code <= 57) return DIGIT;
  if (code >= 97 && code <= 122) return LOWER;
  if (code >= 65 && code <= 90) return UPPER;
  return code < 32 ? OTHER : MARK;
});

function classOf(code: number): number {
  if (code < 128) return ASCII[code] ?? OTHER;
  if (code === 0xa0 || code === 0x3000) return SPACE;
  if (code < 0xc0) return MARK;
  if (code < 0x250 || (code >= 0x1e00 && code < 0x1f00)) return ACCENTED;
  if (code < 0x530) return CYRILLIC;
  if (code < 0x780) return ARABIC;
  if (code >= 0x900 && code < 0x1100) return INDIC;
  if (code >= 0x2000 && code < 0x2c00) return WIDE_MARK;
  if (code < 0x3000) return OTHER;
  if (code < 0x3040) return WIDE_MARK;
  if (code < 0x3100) return KANA;
  if (code >= 0x3400 && code < 0xa000) return HAN;
  if (code >= 0xac00 && code < 0xd7b0) return HANGUL;
  if (code >= 0xd800 && code < 0xdc00) return PAIR;
  if (code >= 0xf900 && code < 0xfb00) return HAN;
  if (code >= 0xff00) return WIDE_MARK;
  return OTHER;
}

/** Character kinds that a splitting pattern keeps together: letters, marks, gaps or digits. */
export type RunKind = 'letters' | 'marks' | 'gap' | 'digits';

export function runKindOf(code: number): RunKind {
  const kind = classOf(code);
  if (kind === SPACE || kind === NEWLINE) return 'gap';
  if (kind === DIGIT) return 'digits';
  return kind === MARK || kind === WIDE_MARK || kind === PAIR || kind === OTHER ? 'marks' : 'letters';
}

/** Linear in the text's length, whatever its content. */
export function scanTokenClasses(text: string, from = 0, to: number = text.length): Float64Array {
  const cells = new Float64Array(CELLS);
  let at = from;
  let before = 0;
  while (at < to) {
    const start = at;
    const kind = classOf(text.charCodeAt(at));
    if (kind === LOWER || kind === UPPER || kind === ACCENTED) {
      at = scanWord(text, at, to, cells, before);
      before = LOWER;
      continue;
    }
    at++;
    if (kind === PAIR) at++;
    else while (at < to && classOf(text.charCodeAt(at)) === kind) at++;
    at = Math.min(at, to);
    const length = at - start;
    const next = at < to ? classOf(text.charCodeAt(at)) : 0;
    count(cells, kind, length, before, next);
    before = kind === MARK && length > 1 ? 0 : kind;
  }
  return cells;
}

/** A word ends where its letters end or a capital follows a small letter; returns where it ended. */
function scanWord(text: string, start: number, to: number, cells: Float64Array, before: number): number {
  let at = start;
  let last = 0;
  let accents = 0;
  let capitals = 0;
  let repeats = 0;
  let lastCode = -1;
  while (at < to) {
    const code = text.charCodeAt(at);
    const kind = classOf(code);
    if (kind === UPPER) {
      if (last === LOWER) break;
      capitals++;
    } else if (kind === ACCENTED) accents++;
    else if (kind !== LOWER) break;
    if (code === lastCode) repeats++;
    lastCode = code;
    last = kind;
    at++;
  }
  const length = at - start;
  if (length >= STRANGE_WORD) {
    add(cells, CELL.strangeLetters, length - repeats);
    add(cells, CELL.strangeRepeats, repeats);
  } else if (accents > 0) {
    add(cells, CELL.accentedWord, 1);
    add(cells, CELL.accentedLetters, length);
  } else if (capitals === length && length > 1) {
    add(cells, CELL.shoutedWord, 1);
    add(cells, CELL.shoutedLetters, length);
  } else {
    const base = before === SPACE ? CELL.spacedWord : before === MARK ? CELL.markedWord : CELL.bareWord;
    add(cells, base + Math.min(length, 13) - 1, 1);
    if (length > 13) add(cells, CELL.lettersBeyond, length - 13);
  }
  return at;
}

function count(cells: Float64Array, kind: number, length: number, before: number, next: number): void {
  const simple = PLAIN_CELL[kind];
  if (simple !== undefined) add(cells, simple, length);
  else if (kind === DIGIT) add(cells, CELL.digitGroup, Math.ceil(length / 3));
  else if (kind === PAIR) add(cells, CELL.pair, 1);
  else if (kind === MARK) countMarks(cells, length, before, next);
  else if (kind === NEWLINE) {
    // Marks swallow the line break that follows them.
    if (before !== MARK) add(cells, CELL.newline, 1);
  } else if (kind === SPACE) {
    // One space before a word or mark belongs to it.
    if (length > 1 || next === DIGIT || next === NEWLINE || next === 0) add(cells, CELL.gap, 1);
    if (length > 1) add(cells, CELL.gapLetters, length);
  } else if (kind === CYRILLIC) {
    add(cells, CELL.cyrillicWord, 1);
    add(cells, CELL.cyrillicLetters, length);
  } else if (kind === ARABIC) {
    add(cells, CELL.arabicWord, 1);
    add(cells, CELL.arabicLetters, length);
  }
}

/** Classes that are counted by the character. */
const PLAIN_CELL: Readonly<Record<number, number>> = {
  [INDIC]: CELL.indicLetters,
  [HAN]: CELL.han,
  [KANA]: CELL.kana,
  [HANGUL]: CELL.hangul,
  [WIDE_MARK]: CELL.wideMark,
  [OTHER]: CELL.other,
};

function countMarks(cells: Float64Array, length: number, before: number, next: number): void {
  if (length >= 16) {
    add(cells, CELL.strangeMarks, length);
    return;
  }
  // A single mark before a word is part of the word.
  const joinsWord =
    length === 1 && (next === LOWER || next === UPPER || next === ACCENTED) && before !== SPACE;
  if (joinsWord) return;
  add(cells, length === 1 ? CELL.mark1 : length === 2 ? CELL.mark2 : CELL.mark3, 1);
  add(cells, CELL.marksBeyond, Math.max(0, length - 3));
}

function add(cells: Float64Array, cell: number, amount: number): void {
  cells[cell] = (cells[cell] ?? 0) + amount;
}
