/**
 * How a policy names the standard library: `llmr:intents`, `llmr:intents@1`, `llmr:intents/legal`. Text only. Must not
 * know what the library has.
 */

/** Where intents are imported from. */
export const INTENTS_LIBRARY = 'llmr:intents';

export interface LibraryAddress {
  /** `llmr:intents`, or whatever is written in its place. */
  readonly library: string;
  /** Of `llmr:intents/legal`. */
  readonly intent?: string;
  /** As written after `@`. */
  readonly version?: string;
}

/** What begins with `llmr:` is a part of llmr and never a file. */
export function isLibraryAddress(written: string): boolean {
  return written.startsWith('llmr:');
}

export function readLibraryAddress(written: string): LibraryAddress {
  const at = written.indexOf('@');
  const [library = '', ...intent] = (at < 0 ? written : written.slice(0, at)).split('/');
  return {
    library,
    ...(intent.length === 0 ? {} : { intent: intent.join('/') }),
    ...(at < 0 ? {} : { version: written.slice(at + 1) }),
  };
}
