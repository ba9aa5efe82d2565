/**
 * The interface of every upstream: one wire format, one provider. Its callbacks are called close to the socket,
 * without stream objects in between. Knows no policy: no deadlines, no retries, no budgets; it reports what happened
 * and whether anything may have been sent.
 */
import type { IncomingHttpHeaders } from 'node:http';

export interface UpstreamRequest {
  /** Joined to the provider's address, `/chat/completions`. */
  readonly path: string;
  readonly body: Buffer;
  readonly stream: boolean;
  /** Filtered: no credentials of the caller, nothing hop-by-hop. Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The decision's id, sent as `x-request-id`. */
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
  /**
   * The connection was a reused one and had been closed; the same request is sent again on a new one. At most once.
   */
  onSentAgain(): void;
  onHead(status: number, headers: IncomingHttpHeaders): void;
  /** Decoded, whatever the body's content encoding was. The listener may keep the chunk. */
  onData(chunk: Buffer): void;
  /** The answer ended as HTTP requires. */
  onEnd(): void;
  /**
   * Refused, reset, cut, or not HTTP; `unreadable` where the bytes do not match their encoding. The message is llmr's
   * own: no address, no host name, nothing that was received.
   */
  onError(message: string, unreadable?: boolean): void;
}

export interface UpstreamCall {
  /** False only where it is certain that nothing was sent. */
  readonly maybeSent: boolean;
  /** Cancels the call; the connection is closed if the request is on it. Does nothing when the call has ended. */
  abort(): void;
  pause(): void;
  resume(): void;
}

export interface Upstream {
  send(request: UpstreamRequest, listener: UpstreamListener): UpstreamCall;
}
