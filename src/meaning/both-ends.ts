// The beginning and the end of a text that is too long: requests stand at either, what they are about between them.
// Must not know: encoders, tokens.

/** Together so many UTF-16 units at most, cut at blanks where there are any. For texts that are longer. */
export function bothEnds(text: string, characters: number): [beginning: string, end: string] {
  const half = Math.floor(characters / 2);
  const beginning = text.slice(0, half).replace(/\s\S*$/u, '');
  const end = text.slice(text.length - half).replace(/^\S*\s/u, '');
  return [beginning.toWellFormed(), end.toWellFormed()];
}
