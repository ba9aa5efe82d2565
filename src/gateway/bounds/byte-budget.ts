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
  let used = 0;
  return {
    get used() {
      return used;
    },
    hold() {
      let own = 0;
      let released = false;
      return {
        add(bytes) {
          if (released) return true;
          if (used + bytes > most) return false;
          own += bytes;
          used += bytes;
          return true;
        },
        hasRoomFor: (total) => released || used - own + total <= most,
        release() {
          if (released) return;
          released = true;
          used -= own;
        },
      };
    },
  };
}
