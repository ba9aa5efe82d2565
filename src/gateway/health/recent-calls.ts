/**
 * The last calls of a deployment, oldest first: when each ended, and whether it failed. A ring that grows where more
 * are kept, so that noting a call moves and allocates nothing. Knows no settings and no clock.
 */

const FIRST_ROOM = 32;

export class RecentCalls {
  #at = new Float64Array(FIRST_ROOM);
  #failed = new Uint8Array(FIRST_ROOM);
  #first = 0;
  length = 0;
  failures = 0;

  /** When the oldest one ended. */
  get oldest(): number {
    return this.#at[this.#first] ?? 0;
  }

  add(at: number, failed: boolean): void {
    if (this.length === this.#at.length) this.#grow();
    const place = (this.#first + this.length) % this.#at.length;
    this.#at[place] = at;
    this.#failed[place] = failed ? 1 : 0;
    this.length += 1;
    if (failed) this.failures += 1;
  }

  /** Drops the oldest beyond `most`. */
  keep(most: number): void {
    while (this.length > most) {
      this.failures -= this.#failed[this.#first] ?? 0;
      this.#first = (this.#first + 1) % this.#at.length;
      this.length -= 1;
    }
  }

  clear(): void {
    this.length = 0;
    this.failures = 0;
  }

  #grow(): void {
    const room = this.#at.length;
    const [at, failed] = [new Float64Array(2 * room), new Uint8Array(2 * room)];
    for (let index = 0; index < this.length; index += 1) {
      const place = (this.#first + index) % room;
      at[index] = this.#at[place] ?? 0;
      failed[index] = this.#failed[place] ?? 0;
    }
    this.#at = at;
    this.#failed = failed;
    this.#first = 0;
  }
}
