/**
 * Limits how many bytes of request bodies are in memory at once, over all requests. Bytes are counted as they arrive,
 * not as they are announced: a caller that announces a large body and sends nothing takes no room from others.
 */

export interface ByteBudget {
  /** Bytes held now. */
  readonly used: number;
  /** A new holder, which holds nothing yet. */
  hold(): ByteHold;
}

export interface ByteHold {
  /** False, without any change, where there is no room for that many more bytes. */
  add(bytes: number): boolean;
  /** Whether that many bytes in all would fit now. */
  hasRoomFor(total: number): boolean;
  /** Gives back everything; bytes added later are not counted. */
  release(): void;
}

/** @param most maximum bytes in all */
export function createByteBudget(most: number): ByteBudget {
  return new SharedBytes(most);
}

class SharedBytes implements ByteBudget {
  used = 0;
  readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  hold(): ByteHold {
    return new Hold(this);
  }
}

class Hold implements ByteHold {
  readonly #shared: SharedBytes;
  #own = 0;
  #released = false;

  constructor(shared: SharedBytes) {
    this.#shared = shared;
  }

  add(bytes: number): boolean {
    if (this.#released) return true;
    if (this.#shared.used + bytes > this.#shared.most) return false;
    this.#own += bytes;
    this.#shared.used += bytes;
    return true;
  }

  hasRoomFor(total: number): boolean {
    return this.#released || this.#shared.used - this.#own + total <= this.#shared.most;
  }

  release(): void {
    if (this.#released) return;
    this.#released = true;
    this.#shared.used -= this.#own;
  }
}
