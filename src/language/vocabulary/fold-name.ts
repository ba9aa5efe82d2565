/** Names of members as servers compare them. */

/**
 * A name as the laxest servers read it: without case (Go's encoding/json, and with it Ollama), `_` and `-`. The
 * intermediate upper case maps the long s and the Kelvin sign to the letters that Go treats as equal.
 */
export function foldName(name: string): string {
  return name.toUpperCase().toLowerCase().replace(/[_-]/g, '');
}
