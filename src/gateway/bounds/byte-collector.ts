/**
 * Collects the pieces of a body into one growing buffer, so that memory follows the bytes received and not the number
 * of pieces: a piece of one byte that is kept as it came costs over a hundred. Knows no HTTP and no format.
 */

/** A first piece of this many bytes or more is kept without a copy; a smaller one may pin a large read buffer. */
const KEPT_AS_IS = 1_024;
const FIRST_CAPACITY = 16_384;

export class ByteCollector {
  #bytes: Buffer = Buffer.alloc(0);
  /** The buffer is this object's own and has room after `length`. */
  #own = false;
  #length = 0;
  #pieces = 0;
  readonly #expected: number;

  /** @param expected bytes announced, where they are known: the buffer then grows to exactly that */
  constructor(expected = Number.POSITIVE_INFINITY) {
    this.#expected = expected;
  }

  /** Bytes so far. */
  get length(): number {
    return this.#length;
  }

  add(piece: Buffer): void {
    this.#pieces += 1;
    if (this.#length === 0 && !this.#own && piece.length >= KEPT_AS_IS) {
      this.#bytes = piece;
      this.#length = piece.length;
      return;
    }
    this.#makeRoom(this.#length + piece.length);
    piece.copy(this.#bytes, this.#length);
    this.#length += piece.length;
  }

  /** All bytes in one buffer. The collector is empty afterwards. */
  take(): Buffer {
    const bytes = this.#bytes.subarray(0, this.#length);
    this.clear();
    return bytes;
  }

  clear(): void {
    this.#bytes = Buffer.alloc(0);
    this.#own = false;
    this.#length = 0;
    this.#pieces = 0;
  }

  /**
   * Whether the bytes come in so many tiny pieces that taking them costs more than they are worth. No client or
   * provider sends a whole body like that: each piece of a chunked body costs its sender a system call.
   */
  get scattered(): boolean {
    return this.#pieces > MOST_TINY_PIECES && this.#length < this.#pieces * TINY_PIECE;
  }

  #makeRoom(needed: number): void {
    if (this.#own && needed <= this.#bytes.length) return;
    const doubled = Math.max(FIRST_CAPACITY, 2 * this.#length);
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, Math.min(doubled, this.#expected)));
    this.#bytes.copy(grown, 0, 0, this.#length);
    this.#bytes = grown;
    this.#own = true;
  }
}

/** Pieces after which their average length is looked at. */
export const MOST_TINY_PIECES = 16_384;
/** Bytes a piece on average. */
export const TINY_PIECE = 32;
