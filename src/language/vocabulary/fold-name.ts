/** Names of members as servers compare them. */

/**
 * A name as the laxest servers read it: without case (Go's encoding/json, and with it Ollama), `_` and `-`. The upper
 * case in between maps the long s and the Kelvin sign to the letters that Go takes them for.
 */
export function foldName(name: string): string {
  return name.toUpperCase().toLowerCase().replace(/[_-]/g, '');
}
