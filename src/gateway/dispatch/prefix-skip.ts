/**
 * Follows an answer that was begun anew through the text that the caller has already. Pure but for its place.
 */

/**
 * `skipped`: all of it was there already. `beyond`: the whole prefix has gone by. `differs`: this is another answer.
 * `text`: what is left of this piece after the prefix.
 */
export type Skipped = 'skipped' | 'beyond' | 'differs' | { readonly text: string };

export class PrefixSkip {
  readonly #prefix: string;
  #at = 0;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** The next piece of text; `last` when the answer ends with it. */
  take(piece: string, last: boolean): Skipped {
    const left = this.#prefix.length - this.#at;
    if (left === 0) return 'beyond';
    if (piece.length < left || (piece.length === left && !last)) {
      if (last || !this.#prefix.startsWith(piece, this.#at)) return 'differs';
      this.#at += piece.length;
      return 'skipped';
    }
    return piece.startsWith(this.#prefix.slice(this.#at)) ? { text: piece.slice(left) } : 'differs';
  }
}
