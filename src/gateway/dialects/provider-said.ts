/**
 * What a provider wrote about a failure, sealed: a record, a log line or a trace that gets hold of it prints nothing.
 * A provider quotes keys and prompts wherever it likes, so its words leave only through `dispatch/tell-words.ts`.
 * Knows no wire format.
 */

export interface SaidWords {
  /** The error code as it came, a text or a number. */
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

  /** For `dispatch/tell-words.ts` alone; a dependency rule holds it to that. */
  static open(said: ProviderSaid): SaidWords {
    return said.#words;
  }
}
