/**
 * How much output a text is, where its usage is missing or not credible: in characters of plain English, four of which
 * make a token; text that takes more or fewer tokens is weighted. One pass, because every event is counted. Must not
 * know: where the text is from.
 */

/** One generated image, in quarters of a token. */
export const AN_IMAGE = 4 * 1_290;

/** Four to a token. */
export function weightOf(text: string): number {
  if (text.startsWith('data:image/')) return AN_IMAGE;
  let weight = 0;
  let before = -1;
  let repeats = 0;
  let letters = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    repeats = code === before ? repeats + 1 : 0;
    letters = isLetter(code) ? letters + 1 : 0;
    // Horizontal rules, indents and gaps take few tokens, however long they are.
    if (repeats > 1 || (code <= 32 && before <= 32 && before >= 0)) weight += 0.25;
    else weight += letters > 0 ? weightOfLetter(letters) : weightOfMark(code);
    before = code;
  }
  return weight;
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

/** A word takes a token however short it is, and more of them where it is long. */
function weightOfLetter(place: number): number {
  if (place === 1) return 4;
  return place > 4 ? 0.6 : 0;
}

function weightOfMark(code: number): number {
  if (code >= 0x80) return code >= 0x2000 ? 3 : 1.2;
  if (code === 32) return 0.25;
  return code >= 48 && code <= 57 ? 1.4 : 1.8;
}
