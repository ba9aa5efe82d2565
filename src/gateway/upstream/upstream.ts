/**
 * One wire format to one place: what every upstream offers, called back close to the socket so that no stream object
 * stands between. Knows no policy: no deadlines, no retries, no budgets; it says what happened and whether
 * anything can have been sent.
 */
import type { IncomingHttpHeaders } from 'node:http';

export interface UpstreamRequest {
  /** Joined to the provider's address, `/chat/completions`. */
  readonly path: string;
  readonly body: Buffer;
  readonly stream: boolean;
  /** Clean: no credentials of the caller, nothing hop-by-hop. Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The decision's id. */
  readonly id: string;
  /** From 1; counts the attempts of one request. */
  readonly attempt: number;
}

/**
 * Called in this order: `onSending` (again after `onSentAgain`), `onHead`, `onData`*, then one of `onEnd` and `onError`. `onError`
 * may come at any point. `onSending` may be called before `send` has returned. Nothing is called after `abort`.
 */
export interface UpstreamListener {
  /** Connected; from now on the request may have reached the provider. */
  onSending(): void;
  /** The connection was a kept one and had ended; the same request goes out once more on a new one. At most once. */
  onSentAgain(): void;
  onHead(status: number, headers: IncomingHttpHeaders): void;
  /** Decoded, whatever the body's content encoding was. The chunk is the listener's to keep. */
  onData(chunk: Buffer): void;
  /** The answer ended as HTTP says it should. */
  onEnd(): void;
  /**
   * Refused, reset, cut, or not HTTP; `unreadable` where the bytes came and are not what their encoding says. The
   * message is llmr's own: no address, no host name, nothing that was received.
   */
  onError(message: string, unreadable?: boolean): void;
}

export interface UpstreamCall {
  /** False only where it is certain that nothing was sent. */
  readonly maybeSent: boolean;
  /** Gives up; the connection is closed if the request is on it. Harmless when the call has ended. */
  abort(): void;
  pause(): void;
  resume(): void;
}

export interface Upstream {
  send(request: UpstreamRequest, listener: UpstreamListener): UpstreamCall;
}
