/**
 * Lines of text as UTF-8 in one block of bytes: outside the heap, where the garbage collector neither copies nor scans
 * them. Knows no meaning of a line.
 */

const BLOCK_BYTES = 65_536;
/** UTF-8 needs at most so many bytes per UTF-16 unit. */
const BYTES_PER_UNIT = 3;
const NEWLINE = 10;

export class TextBlock {
  readonly #bytes: Buffer;
  #used = 0;
  #lines = 0;

  /** Large enough for `first`, which is not added yet. */
  constructor(first: string) {
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(BLOCK_BYTES, roomFor(first)));
  }

  get size(): number {
    return this.#bytes.length;
  }

  get lines(): number {
    return this.#lines;
  }

  /** The lines, each with its end. */
  get written(): Buffer {
    return this.#bytes.subarray(0, this.#used);
  }

  fits(text: string): boolean {
    return this.#bytes.length - this.#used >= roomFor(text);
  }

  add(text: string): void {
    this.#used += this.#bytes.write(text, this.#used);
    this.#bytes[this.#used] = NEWLINE;
    this.#used += 1;
    this.#lines += 1;
  }

  /** The last line that holds `needle`. */
  lineWith(needle: string): string | undefined {
    const { written } = this;
    const at = written.lastIndexOf(needle);
    if (at < 0) return undefined;
    return written.toString('utf8', written.lastIndexOf(NEWLINE, at) + 1, written.indexOf(NEWLINE, at));
  }
}

function roomFor(text: string): number {
  return text.length * BYTES_PER_UNIT + 1;
}
