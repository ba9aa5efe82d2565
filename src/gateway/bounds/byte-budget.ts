/**
 * How many bytes of request bodies may be in memory at once, all requests together. Bytes are counted as they arrive
 * and not as they are announced: a caller that announces much and sends nothing takes no room from others.
 */

export interface ByteBudget {
  /** Bytes held now. */
  readonly used: number;
  /** A new holder, of nothing so far. */
  hold(): ByteHold;
}

export interface ByteHold {
  /** False, and nothing changes, where there is no room for so many more. */
  add(bytes: number): boolean;
  /** Whether so many bytes in all would fit now. */
  hasRoomFor(total: number): boolean;
  /** Gives back all; what is added later is not counted. */
  release(): void;
}

/** @param most bytes in all */
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
