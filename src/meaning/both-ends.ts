// The beginning and the end of a text that is too long: the request is usually at either end, its material in
// between. Must not know: encoders, tokens.

/** Together at most this many UTF-16 units, cut at spaces where there are any. For texts that are longer. */
export function bothEnds(text: string, characters: number): [beginning: string, end: string] {
  const half = Math.floor(characters / 2);
  const beginning = text.slice(0, half).replace(/\s\S*$/u, '');
  const end = text.slice(text.length - half).replace(/^\S*\s/u, '');
  return [beginning.toWellFormed(), end.toWellFormed()];
}
