/**
 * Collects the pieces of a body in blocks, so that memory use depends on the bytes received and not on the number of
 * pieces: a piece of one byte that is kept as received costs more than a hundred bytes. Knows no HTTP and no format.
 */

/** A piece of this many bytes or more is kept without a copy; a smaller one may pin a large read buffer. */
const KEPT_AS_IS = 16_384;
const FIRST_BLOCK = 4_096;
const BLOCK = 262_144;
/**
 * Bytes to receive before a buffer of the announced length is allocated: a caller that announces a large body and
 * sends little allocates none.
 */
const BELIEVED_FROM = 1_048_576;

export class ByteCollector {
  #blocks: Buffer[] = [];
  /** The last block, while it has room; `filled` bytes of it are in use. */
  #open: Buffer | undefined;
  #filled = 0;
  #length = 0;
  #pieces = 0;
  /** All bytes so far, in a buffer of the expected length. */
  #whole: Buffer | undefined;
  readonly #expected: number;

  /** @param expected bytes in all, where known: they are then collected in one buffer and not copied at the end */
  constructor(expected = 0) {
    this.#expected = expected;
  }

  /** Bytes so far. */
  get length(): number {
    return this.#length;
  }

  add(piece: Buffer): void {
    this.#pieces += 1;
    this.#length += piece.length;
    if (this.#addToWhole(piece)) return;
    if (piece.length >= KEPT_AS_IS || this.#isWhole(piece)) {
      this.#close();
      this.#blocks.push(piece);
      return;
    }
    for (let from = 0; from < piece.length; ) {
      this.#open ??= Buffer.allocUnsafeSlow(Math.min(BLOCK, Math.max(FIRST_BLOCK, 2 * this.#length)));
      const copied = piece.copy(this.#open, this.#filled, from);
      this.#filled += copied;
      from += copied;
      if (this.#filled === this.#open.length) this.#close();
    }
  }

  /** All bytes in one buffer. The collector is empty afterwards. */
  take(): Buffer {
    this.#close();
    const [first] = this.#blocks;
    const bytes =
      this.#whole?.subarray(0, this.#length) ??
      (this.#blocks.length === 1 && first !== undefined ? first : Buffer.concat(this.#blocks));
    this.clear();
    return bytes;
  }

  clear(): void {
    this.#blocks = [];
    this.#whole = undefined;
    this.#open = undefined;
    this.#filled = 0;
    this.#length = 0;
    this.#pieces = 0;
  }

  /**
   * Whether the bytes arrive in so many tiny pieces that receiving them costs too much. No client sends a whole body
   * like that: each piece of a chunked body costs the sender a system call. A provider may write its answer word by
   * word, and is not checked here.
   */
  get scattered(): boolean {
    return this.#pieces > MOST_TINY_PIECES && this.#length < this.#pieces * TINY_PIECE;
  }

  /** The first piece is everything that was announced, and its read buffer holds little more than it. */
  #isWhole({ length, buffer }: Buffer): boolean {
    return this.#pieces === 1 && length === this.#expected && buffer.byteLength <= length + FIRST_BLOCK;
  }

  /** False while the pieces are kept in blocks. */
  #addToWhole(piece: Buffer): boolean {
    if (this.#length > this.#expected) {
      if (this.#whole !== undefined) this.#blocks = [this.#whole.subarray(0, this.#length - piece.length)];
      this.#whole = undefined;
      return false;
    }
    if (this.#length < BELIEVED_FROM) return false;
    if (this.#whole === undefined) {
      this.#close();
      this.#whole = Buffer.allocUnsafeSlow(this.#expected);
      let filled = 0;
      for (const block of this.#blocks) filled += block.copy(this.#whole, filled);
      this.#blocks = [];
    }
    piece.copy(this.#whole, this.#length - piece.length);
    return true;
  }

  #close(): void {
    if (this.#open !== undefined && this.#filled > 0) this.#blocks.push(this.#open.subarray(0, this.#filled));
    this.#open = undefined;
    this.#filled = 0;
  }
}

/** Pieces after which their average length is checked. */
export const MOST_TINY_PIECES = 2_048;
/** Least average bytes per piece. */
export const TINY_PIECE = 8;
