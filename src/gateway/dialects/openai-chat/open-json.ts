/**
 * Follows JSON as it is written and reports whether a bracket or a string is still open. Keeps a few numbers, not the
 * text. Knows no chat.
 */
export class OpenJson {
  #depth = 0;
  #inString = false;
  #escaped = false;
  #begun = false;

  /** A bracket has been opened. */
  get begun(): boolean {
    return this.#begun;
  }

  /** The outermost bracket has been opened and not been closed. */
  get open(): boolean {
    return this.#depth > 0;
  }

  add(text: string): void {
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (code === 0x5c) this.#escaped = true;
        else if (code === 0x22) this.#inString = false;
        continue;
      }
      switch (code) {
        case 0x22:
          // Before the first bracket this is prose around the JSON.
          this.#inString = this.#begun;
          break;
        case 0x7b:
        case 0x5b:
          this.#begun = true;
          this.#depth += 1;
          break;
        case 0x7d:
        case 0x5d:
          if (this.#begun) this.#depth -= 1;
          break;
      }
    }
  }
}
