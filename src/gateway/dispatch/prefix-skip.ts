/** Compares an answer with the text that the caller already has, piece by piece. Pure except for its position. */

/**
 * `skipped`: nothing is new so far. `beyond`: all of it is new. `differs`: this is another answer. `text`: the new
 * text, of this piece and of those skipped before.
 */
export type Skipped = 'skipped' | 'beyond' | 'differs' | { readonly text: string };

export interface TextSkip {
  /** The next piece of text; `last` when the answer ends with it. */
  take(piece: string, last: boolean): Skipped;
}

/** For an answer from the beginning: it must begin with all of the text. */
export class PrefixSkip implements TextSkip {
  readonly #prefix: string;
  #at = 0;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

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

/** This many characters in common with the beginning of the text cannot be a coincidence. */
const NO_ACCIDENT = 24;

/** For an answer that should continue after the text, but may repeat it from the beginning. */
export class RepeatSkip implements TextSkip {
  readonly #text: string;
  #begun = '';
  #over = false;

  constructor(text: string) {
    this.#text = text;
  }

  take(piece: string, last: boolean): Skipped {
    if (this.#over) return 'beyond';
    this.#begun += piece;
    if (this.#begun.length < this.#text.length && this.#text.startsWith(this.#begun)) {
      return last ? this.#decide(this.#begun.length) : 'skipped';
    }
    if (!this.#begun.startsWith(this.#text)) return this.#decide(inCommon(this.#begun, this.#text));
    this.#over = true;
    const text = this.#begun.slice(this.#text.length);
    return text === '' && !last ? 'skipped' : { text };
  }

  /** It differs after this many characters in common. */
  #decide(common: number): Skipped {
    this.#over = true;
    return common >= NO_ACCIDENT ? 'differs' : { text: this.#begun };
  }
}

function inCommon(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at;
}
