// The beginning and the end of a long text: what is asked is usually there, and what is asked about in between.
// Must not know: who reads it.

/** At most this many UTF-16 units of each end; a shorter text whole. */
export function bothEnds(text: string, atStart: number, atEnd = atStart): string {
  return text.length <= atStart + atEnd ? text : `${text.slice(0, atStart)}\n${text.slice(-atEnd)}`;
}
