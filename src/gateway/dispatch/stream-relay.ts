/**
 * The caller's side of a stream: buffers bytes until the caller's response is available, then writes them through,
 * and pauses the upstream for a slow reader. Knows no dialect.
 */
import type { ServerResponse } from 'node:http';
import type { Piece } from '../dialects/sse-events.ts';
import type { Clock, Timer } from '../upstream/clock.ts';
import type { Ending } from './outcome.ts';

/** The current source of the stream; after a broken stream it may be another call. */
export interface StreamSource {
  pause(): void;
  resume(): void;
  /** The caller's socket has closed before the answer's end. */
  left(): Ending;
}

/** A comment, which every reader of server-sent events skips. */
const WAITING = Buffer.from(': llmr waiting\n\n');

export class StreamRelay {
  /** Bytes that wait for the caller's response. */
  keptBytes = 0;
  readonly #unread: number;
  readonly #clock: Clock;
  readonly #keepAlive: number;
  #warmth: Timer | undefined;
  #spoke = false;
  #source: StreamSource;
  #kept: Piece[] = [];
  #res: ServerResponse | undefined;
  #ending: Ending | undefined;
  #settled: Promise<void> | undefined;
  #ended: ((ending: Ending) => void) | undefined;
  #told: (() => void) | undefined;
  #paused = false;
  #committed = false;

  /**
   * Once more than `unread` bytes wait for a response, the source is paused. After `keepAlive` milliseconds of
   * silence between events a comment is written.
   */
  constructor(
    source: StreamSource,
    limits: { readonly unread: number; readonly keepAlive: number },
    clock: Clock,
  ) {
    this.#source = source;
    this.#unread = limits.unread;
    this.#keepAlive = limits.keepAlive;
    this.#clock = clock;
  }

  /** Another call continues where the last one broke. */
  handTo(source: StreamSource): void {
    this.#source = source;
    if (this.#paused) source.pause();
  }

  /** From here on the buffer is bounded by pausing the upstream. */
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
    this.#spoke = true;
    if (!res.write(typeof piece === 'function' ? piece() : piece)) this.#waitFor(res);
  }

  /** `settled`: resolves when the last source's attempt is settled. */
  end(ending: Ending, settled: Promise<void>): void {
    if (this.#ending !== undefined) return;
    this.#ending = ending;
    this.#settled = settled;
    if (this.#res !== undefined) this.#close(this.#res, ending);
  }

  /** The caller no longer reads. */
  gone(ending: Ending): void {
    this.#ending = ending;
    this.#kept = [];
    this.#warmth?.cancel();
    this.#res?.destroy();
    this.#ended?.(ending);
  }

  /** Resolves when the caller has everything and the attempt is settled, or when the caller has left. */
  async relay(res: ServerResponse, ended?: () => void): Promise<Ending> {
    this.#told = ended;
    const ending = await this.#whole(res);
    await this.#settled;
    return ending;
  }

  #whole(res: ServerResponse): Promise<Ending> {
    return new Promise((resolve) => {
      this.#ended = resolve;
      res.on('error', () => undefined);
      if (this.#ending?.kind === 'caller-gone') {
        resolve(this.#ending);
        return;
      }
      if (res.destroyed) {
        resolve(this.#source.left());
        return;
      }
      res.once('close', () => {
        this.#warmth?.cancel();
        if (!res.writableFinished) resolve(this.#source.left());
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
    if (wasPaused && !this.#paused) this.#source.resume();
    if (this.#ending === undefined) this.#warm();
  }

  /** Checks at intervals whether anything was written: cheaper than a timer that each event resets. */
  #warm(): void {
    this.#spoke = false;
    this.#warmth = this.#clock.after(this.#keepAlive, () => {
      // Only whole events have been written, so a comment falls between two of them.
      if (!this.#spoke && !this.#paused) this.write(WAITING);
      this.#warm();
    });
  }

  #bound(): void {
    if (this.#paused || this.keptBytes <= this.#unread) return;
    this.#paused = true;
    this.#source.pause();
  }

  /** The caller reads slower than the model writes: the upstream is paused. */
  #waitFor(res: ServerResponse): void {
    if (this.#paused || this.#ending !== undefined) return;
    this.#paused = true;
    this.#source.pause();
    res.once('drain', () => {
      this.#paused = false;
      if (this.#ending === undefined) this.#source.resume();
    });
  }

  #close(res: ServerResponse, ending: Ending): void {
    this.#warmth?.cancel();
    this.#told?.();
    // The connection stays: its caller may have sent the next request already.
    res.end(() => this.#ended?.(ending));
  }
}
