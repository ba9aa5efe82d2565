/**
 * Seals what a provider wrote about a failure, so that a record, log line or trace that includes it prints nothing.
 * Providers may quote keys and prompts anywhere, so their words leave only through `dispatch/tell-words.ts`. Knows no
 * wire format.
 */

export interface SaidWords {
  /** The error code as received, a string or a number. */
  readonly code: string;
  /** The parameter that the provider names. */
  readonly param: string;
  readonly prose: string;
}

/** Opaque. `JSON.stringify`, `util.inspect` and pino show an object without members. */
export class ProviderSaid {
  readonly #words: SaidWords;

  constructor(words: SaidWords) {
    this.#words = words;
  }

  /** For `dispatch/tell-words.ts` alone; a dependency rule enforces this. */
  static open(said: ProviderSaid): SaidWords {
    return said.#words;
  }
}
