/**
 * The caller's side of a stream: keeps what comes before the caller's response is at hand, then writes it through,
 * and makes the upstream wait for a slow reader. Knows no dialect.
 */
import type { ServerResponse } from 'node:http';
import type { Piece } from '../dialects/sse-events.ts';
import type { Clock, Timer } from '../upstream/clock.ts';
import type { Ending } from './outcome.ts';

/** Who is speaking at present; after a broken stream it may be another call. */
export interface Speaker {
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
  #speaker: Speaker;
  #kept: Piece[] = [];
  #res: ServerResponse | undefined;
  #ending: Ending | undefined;
  #settled: Promise<void> | undefined;
  #ended: ((ending: Ending) => void) | undefined;
  #told: (() => void) | undefined;
  #paused = false;
  #committed = false;

  /**
   * Once more than `unread` bytes wait for a response, the speaker is paused. After `keepAlive` milliseconds of
   * silence between events a comment is written.
   */
  constructor(
    speaker: Speaker,
    limits: { readonly unread: number; readonly keepAlive: number },
    clock: Clock,
  ) {
    this.#speaker = speaker;
    this.#unread = limits.unread;
    this.#keepAlive = limits.keepAlive;
    this.#clock = clock;
  }

  /** Another call goes on where the last one broke. */
  handTo(speaker: Speaker): void {
    this.#speaker = speaker;
    if (this.#paused) speaker.pause();
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
    this.#spoke = true;
    if (!res.write(typeof piece === 'function' ? piece() : piece)) this.#waitFor(res);
  }

  /** `settled`: when the books of the attempt that spoke last are closed. */
  end(ending: Ending, settled: Promise<void>): void {
    if (this.#ending !== undefined) return;
    this.#ending = ending;
    this.#settled = settled;
    if (this.#res !== undefined) this.#close(this.#res, ending);
  }

  /** Nobody reads any more. */
  gone(ending: Ending): void {
    this.#ending = ending;
    this.#kept = [];
    this.#warmth?.cancel();
    this.#res?.destroy();
    this.#ended?.(ending);
  }

  /** Resolves when the caller has all of it and the books are closed, or when the caller has gone. */
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
        resolve(this.#speaker.left());
        return;
      }
      res.once('close', () => {
        this.#warmth?.cancel();
        if (!res.writableFinished) resolve(this.#speaker.left());
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
    if (wasPaused && !this.#paused) this.#speaker.resume();
    if (this.#ending === undefined) this.#warm();
  }

  /** Looks every so often whether anything was said: cheaper than a timer that each event sets anew. */
  #warm(): void {
    this.#spoke = false;
    this.#warmth = this.#clock.after(this.#keepAlive, () => {
      // Only whole events have been written, so a comment stands between two of them.
      if (!this.#spoke && !this.#paused) this.write(WAITING);
      this.#warm();
    });
  }

  #bound(): void {
    if (this.#paused || this.keptBytes <= this.#unread) return;
    this.#paused = true;
    this.#speaker.pause();
  }

  /** The caller reads slower than the model speaks: the upstream waits. */
  #waitFor(res: ServerResponse): void {
    if (this.#paused || this.#ending !== undefined) return;
    this.#paused = true;
    this.#speaker.pause();
    res.once('drain', () => {
      this.#paused = false;
      if (this.#ending === undefined) this.#speaker.resume();
    });
  }

  #close(res: ServerResponse, ending: Ending): void {
    this.#warmth?.cancel();
    this.#told?.();
    // The connection stays: its caller may have sent the next request already.
    res.end(() => this.#ended?.(ending));
  }
}
