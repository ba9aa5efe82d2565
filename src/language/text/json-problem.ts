/**
 * What JSON.parse says of a text that is no JSON, without the piece of the text that it quotes: the file it comes from
 * may hold what nobody wants to see in a log.
 */

/** @param error what JSON.parse has thrown */
export function jsonProblem(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  return words.replace(/, (?:\.{3})?".*$/s, '');
}
