/**
 * The message of JSON.parse for invalid JSON, without the text that it quotes: the file may contain something that
 * must not appear in a log.
 */

/** @param error the error thrown by JSON.parse */
export function jsonProblem(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  return words.replace(/, (?:\.{3})?".*$/s, '');
}
