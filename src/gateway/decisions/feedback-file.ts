/**
 * One day's feedback as a JSON Lines file with an index in memory: the position of the last line about each decision.
 * A line is found and replaced without reading the others; replaced lines are removed once they are more than half.
 * Of a line it knows only where the id is.
 */
import { type FileHandle, open, rename } from 'node:fs/promises';

/** Position and length of a line without its line break. */
interface Place {
  readonly at: number;
  readonly bytes: number;
}

/** Most decisions per day with feedback, and bytes of their lines. */
export const MOST_JUDGED = 100_000;
export const MOST_BYTES = 256 * 1_048_576;
const CLEARED_FROM = 1_048_576;
const PIECE = 262_144;
const LF = 10;
const DECISION = /^\{"version":1,"time":"[^"]{1,40}","decision":"([0-9A-Z]{26})"/;

export class FeedbackFile {
  readonly #path: string;
  readonly #places = new Map<string, Place>();
  /** Bytes of the file covered by the index. */
  #size = 0;
  #live = 0;
  #endsInLine = false;

  constructor(path: string) {
    this.#path = path;
  }

  /** Whether there is room for one about this decision. */
  takes(decision: string): boolean {
    return this.#places.has(decision) || (this.#places.size < MOST_JUDGED && this.#live < MOST_BYTES);
  }

  async find(decision: string): Promise<string | undefined> {
    const file = await this.#open('r');
    if (file === undefined) return undefined;
    try {
      await this.#catchUp(file);
      return await this.#lineAt(file, this.#places.get(decision));
    } finally {
      await file.close();
    }
  }

  /** Appends lines in one write; resolves once they are on disk. @returns for each line the one that it replaces */
  async append(
    lines: readonly { readonly decision: string; readonly text: string }[],
  ): Promise<readonly (string | undefined)[]> {
    const file = (await this.#open('a+')) as FileHandle;
    try {
      await this.#catchUp(file);
      const replaced: (string | undefined)[] = [];
      const texts = new Map<string, string>();
      for (const { decision, text } of lines) {
        replaced.push(texts.get(decision) ?? (await this.#lineAt(file, this.#places.get(decision))));
        texts.set(decision, text);
      }
      // A line that a crash or a full disk has cut must not be joined with the next.
      const begin = this.#endsInLine ? '\n' : '';
      await file.appendFile(`${begin}${[...texts.values()].map((text) => `${text}\n`).join('')}`);
      await file.datasync();
      await this.#catchUp(file);
      return replaced;
    } finally {
      await file.close();
      if (this.#size > CLEARED_FROM && this.#live * 2 < this.#size) await this.#clearAway();
    }
  }

  async #open(flags: 'r' | 'a+'): Promise<FileHandle | undefined> {
    try {
      return await open(this.#path, flags, 0o600);
    } catch (cause) {
      if (flags === 'r' && (cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw cause;
    }
  }

  async #lineAt(file: FileHandle, place: Place | undefined): Promise<string | undefined> {
    if (place === undefined) return undefined;
    const { buffer } = await file.read(Buffer.alloc(place.bytes), 0, place.bytes, place.at);
    return buffer.toString('utf8');
  }

  /**
   * Reads what is not in the index yet: the whole file the first time, later what another process has written since.
   */
  async #catchUp(file: FileHandle): Promise<void> {
    const { size } = await file.stat();
    if (size < this.#size) this.#forget();
    let begin = this.#size;
    let rest: Buffer = Buffer.alloc(0);
    let at = begin;
    while (at < size) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(PIECE), 0, PIECE, at);
      if (bytesRead === 0) break;
      at += bytesRead;
      const bytes = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
      let from = 0;
      for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, from)) {
        this.#take(bytes.subarray(from, end), begin + from);
        from = end + 1;
      }
      begin += from;
      rest = bytes.subarray(from);
    }
    // A line without a line break is read again next time.
    this.#size = begin;
    this.#endsInLine = rest.length > 0;
  }

  #take(line: Buffer, at: number): void {
    const decision = DECISION.exec(line.toString('latin1', 0, 120))?.[1];
    // A line that a crash has cut is ignored.
    if (decision === undefined || line[line.length - 1] !== 0x7d) return;
    this.#live += line.length - (this.#places.get(decision)?.bytes ?? 0);
    this.#places.set(decision, { at, bytes: line.length });
  }

  #forget(): void {
    this.#places.clear();
    this.#size = 0;
    this.#live = 0;
  }

  /** Writes the current lines to a new file, then renames it over the old one. */
  async #clearAway(): Promise<void> {
    const aside = `${this.#path}.new`;
    const file = (await this.#open('r')) as FileHandle;
    const fresh = await open(aside, 'w', 0o600);
    try {
      for (const place of this.#places.values())
        await fresh.appendFile(`${await this.#lineAt(file, place)}\n`);
      await fresh.datasync();
    } finally {
      await file.close();
      await fresh.close();
    }
    await rename(aside, this.#path);
    this.#forget();
  }
}
