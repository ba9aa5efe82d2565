/** A text of a caller on one line of the terminal: cut, and without control characters. */
export function oneLine(text: string, width: number): string {
  const plain = text.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
  const signs = [...plain];
  return signs.length > width ? `${signs.slice(0, width - 1).join('')}…` : plain;
}
