/**
 * The caller's side of a stream: keeps what comes before the caller's response is at hand, then writes it through,
 * and makes the upstream wait for a slow reader. Knows no dialect.
 */
import type { ServerResponse } from 'node:http';
import type { Piece } from '../dialects/sse-events.ts';
import type { Ending } from './outcome.ts';

export interface RelayParts {
  pause(): void;
  resume(): void;
  /** The caller's socket has closed before the answer's end. */
  left(): Ending;
  /** Once more than this many bytes wait for a response, `pause`. */
  readonly unread: number;
}

export class StreamRelay {
  /** Bytes that wait for the caller's response. */
  keptBytes = 0;
  readonly #parts: RelayParts;
  #kept: Piece[] = [];
  #res: ServerResponse | undefined;
  #ending: Ending | undefined;
  #ended: ((ending: Ending) => void) | undefined;
  #paused = false;
  #committed = false;

  constructor(parts: RelayParts) {
    this.#parts = parts;
  }

  /** From here on what is kept is bounded by pausing the upstream. */
  commit(): void {
    this.#committed = true;
    this.#bound();
  }

  write(piece: Piece): void {
    const res = this.#res;
    if (res === undefined) {
      this.#kept.push(piece);
      this.keptBytes += typeof piece === 'function' ? 0 : piece.length;
      if (this.#committed) this.#bound();
      return;
    }
    if (!res.write(typeof piece === 'function' ? piece() : piece)) this.#waitFor(res);
  }

  end(ending: Ending): void {
    if (this.#ending !== undefined) return;
    this.#ending = ending;
    if (this.#res !== undefined) this.#close(this.#res, ending);
  }

  /** Nobody reads any more. */
  gone(ending: Ending): void {
    this.#ending = ending;
    this.#kept = [];
    this.#res?.destroy();
    this.#ended?.(ending);
  }

  /** Resolves when the caller has all of it, or has gone. */
  relay(res: ServerResponse): Promise<Ending> {
    return new Promise((resolve) => {
      this.#ended = resolve;
      res.on('error', () => undefined);
      if (this.#ending?.kind === 'caller-gone') {
        resolve(this.#ending);
        return;
      }
      if (res.destroyed) {
        resolve(this.#parts.left());
        return;
      }
      res.once('close', () => {
        if (!res.writableFinished) resolve(this.#parts.left());
      });
      this.#attach(res);
    });
  }

  #attach(res: ServerResponse): void {
    const kept = this.#kept;
    this.#kept = [];
    this.keptBytes = 0;
    this.#res = res;
    const wasPaused = this.#paused;
    this.#paused = false;
    for (const piece of kept) this.write(piece);
    if (this.#ending !== undefined) this.#close(res, this.#ending);
    if (wasPaused && !this.#paused) this.#parts.resume();
  }

  #bound(): void {
    if (this.#paused || this.keptBytes <= this.#parts.unread) return;
    this.#paused = true;
    this.#parts.pause();
  }

  /** The caller reads slower than the model speaks: the upstream waits. */
  #waitFor(res: ServerResponse): void {
    if (this.#paused || this.#ending !== undefined) return;
    this.#paused = true;
    this.#parts.pause();
    res.once('drain', () => {
      this.#paused = false;
      if (this.#ending === undefined) this.#parts.resume();
    });
  }

  #close(res: ServerResponse, ending: Ending): void {
    const { socket } = res;
    res.end(() => {
      // No further request on a connection whose last answer broke.
      if (ending.kind === 'broken') socket?.end();
      this.#ended?.(ending);
    });
  }
}
