/** Shortens two different texts to the parts that differ, with a few words around them. Knows no policy. */

/** Texts up to this length are shown in full. */
const MOST_WHOLE = 90;
/** Characters of common text kept on either side. */
const AROUND = 24;

/** `…in at most five sentences.` and `…in at most six sentences.` */
export function changedText(before: string, after: string): readonly [string, string] {
  if (before.length <= MOST_WHOLE && after.length <= MOST_WHOLE) return [before, after];
  const [was, is] = [[...before], [...after]];
  const least = Math.min(was.length, is.length);
  let start = 0;
  while (start < least && was[start] === is[start]) start += 1;
  let end = 0;
  while (end < least - start && was[was.length - 1 - end] === is[is.length - 1 - end]) end += 1;
  const from = Math.max(0, start - AROUND);
  const rest = Math.max(0, end - AROUND);
  return [cut(was, from, rest), cut(is, from, rest)];
}

/** A long difference is shown by its two ends. */
function cut(text: readonly string[], from: number, rest: number): string {
  const inner = text.slice(from, text.length - rest);
  const most = MOST_WHOLE * 2;
  const told =
    inner.length <= most
      ? inner.join('')
      : `${inner.slice(0, MOST_WHOLE).join('')} … ${inner.slice(-MOST_WHOLE).join('')}`;
  return `${from > 0 ? '…' : ''}${told}${rest > 0 ? '…' : ''}`;
}
