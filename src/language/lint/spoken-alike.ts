/** When two utterances are the same: except for case, punctuation and whitespace. Knows no intent. */

/** Examples are compared with each other: each is read once. */
const known = new Map<string, string>();
const MOST_KNOWN = 100_000;

/** Equal for utterances that a speaker would consider the same. */
export function spokenAlike(text: string): string {
  const before = known.get(text);
  if (before !== undefined) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  const read = readAlike(text);
  known.set(text, read);
  return read;
}

function readAlike(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
