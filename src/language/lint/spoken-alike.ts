/** When two utterances are one: case, punctuation and blanks apart. Knows no intent. */

/** Equal for utterances that are the same to whoever speaks them. */
export function spokenAlike(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
