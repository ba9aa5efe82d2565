/**
 * The upstream that is called over HTTP, in any wire format in JSON: sends the caller's bytes and receives the
 * provider's. Knows the provider's address and key, and no policy. Uses undici's dispatch handlers, which cost a quarter
 * of its `fetch`.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import type { Dispatcher } from 'undici';
import type { Clock } from './clock.ts';
import { BodyDecoder, codingsOf } from './decode-body.ts';
import type { ConnectionLease, OriginPool, OriginPools } from './origin-pools.ts';
import { diedWhileIdle, type HeadWriter, onNextHead, type ReusedSocket } from './reused-socket.ts';
import { socketWords } from './socket-words.ts';
import type { Upstream, UpstreamCall, UpstreamListener, UpstreamRequest } from './upstream.ts';

export interface HttpProvider {
  /** `https://api.openai.com/v1`; a query, as Azure's `api-version`, is kept. */
  readonly at: string;
  /** Absent where the policy's provider has no `key` line: then no credentials are sent. */
  readonly key?: string;
  /** The header with the key; `authorization` unless given. */
  readonly keyHeader?: 'x-api-key';
  /** Makes the headers of a request what this provider expects. */
  headersOf?(headers: UpstreamRequest['headers']): UpstreamRequest['headers'];
}

export function httpUpstream(provider: HttpProvider, pools: OriginPools, clock: Clock): Upstream {
  const url = new URL(provider.at);
  const { origin, search } = url;
  const pool = pools.of(origin);
  const prefix = url.pathname.replace(/\/+$/, '');
  const fixed = ['content-type', 'application/json', 'accept-encoding', 'identity', 'user-agent', 'llmr'];
  if (provider.key !== undefined) {
    if (provider.keyHeader === undefined) fixed.push('authorization', `Bearer ${provider.key}`);
    else fixed.push(provider.keyHeader, provider.key);
  }
  const unstreamed = [...fixed, 'accept', 'application/json'];
  const streamed = [...fixed, 'accept', 'text/event-stream'];
  return {
    send(request, listener) {
      const headers = [...(request.stream ? streamed : unstreamed), 'x-request-id', request.id];
      const sent = provider.headersOf?.(request.headers) ?? request.headers;
      for (const name in sent) {
        const value = sent[name];
        if (value !== undefined && !OURS.has(name) && VALUE.test(value)) headers.push(name, value);
      }
      const call = new HttpCall(listener, pool, clock);
      call.start(
        {
          method: 'POST',
          path: `${prefix}${request.path}${search}`,
          headers,
          body: request.body,
        },
        request,
      );
      return call;
    },
  };
}

/** Set by the upstream itself, whatever the request contains. */
const OURS = new Set([
  'content-type',
  'content-length',
  'accept',
  'accept-encoding',
  'user-agent',
  'authorization',
  'x-api-key',
  'host',
  'x-request-id',
  'connection',
  'transfer-encoding',
  'keep-alive',
  'upgrade',
  'expect',
]);

/** What a header may contain (RFC 9110, 5.5); undici refuses a whole request for one invalid value. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Thrown into undici so that a request cancelled before its turn is never written. */
const GIVEN_UP = new Error('cancelled before it was sent');

class HttpCall implements UpstreamCall, HeadWriter, Dispatcher.DispatchHandler {
  maybeSent = false;
  readonly #listener: UpstreamListener;
  readonly #pool: OriginPool;
  readonly #clock: Clock;
  #lease: ConnectionLease | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  /** Decodes a compressed body. */
  #decoder: BodyDecoder | undefined;
  #sentAt = 0;
  #over = false;
  #options: Dispatcher.DispatchOptions | undefined;
  /** What it was sent on, where that was a reused connection. */
  #reused: ReusedSocket | undefined;
  #again = false;

  constructor(listener: UpstreamListener, pool: OriginPool, clock: Clock) {
    this.#listener = listener;
    this.#pool = pool;
    this.#clock = clock;
  }

  start(options: Dispatcher.DispatchOptions, request: UpstreamRequest): void {
    this.#options = options;
    const lease = this.#pool.take(options, this, request.stream);
    // The call may have failed before `take` returned.
    if (this.#over) this.#pool.leave(lease, 0);
    else this.#lease = lease;
  }

  abort(): void {
    if (this.#over) return;
    this.#over = true;
    this.#decoder?.destroy();
    this.#leave();
    this.#controller?.abort(GIVEN_UP);
  }

  pause(): void {
    // A decoder that is not read pauses the socket by itself.
    if (this.#decoder === undefined) this.#controller?.pause();
    else this.#decoder.pause();
  }

  resume(): void {
    if (this.#decoder === undefined) this.#controller?.resume();
    else this.#decoder.resume();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Throwing, not aborting: aborting would close a connection that the request was never on.
    if (this.#over) throw GIVEN_UP;
    this.#controller = controller;
    this.#sentAt = this.#clock.elapsed();
    this.maybeSent = true;
    if (!this.#again) onNextHead(this);
    this.#listener.onSending();
  }

  headGoesTo(socket: Socket, reused: boolean): void {
    if (reused) this.#reused = { socket, bytesRead: socket.bytesRead };
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (this.#over || status < 200) return;
    const codings = codingsOf(headers['content-encoding']);
    if (codings !== undefined) this.#decode(codings);
    this.#listener.onHead(status, headers);
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#over) return;
    if (this.#decoder === undefined) this.#listener.onData(chunk);
    else this.#decoder.write(chunk);
  }

  onResponseEnd(): void {
    if (this.#over) return;
    this.#leave();
    if (this.#decoder === undefined) this.#ended();
    else this.#decoder.end();
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    if (this.#over) return;
    if (this.#options !== undefined && !this.#again && diedWhileIdle(this.#reused, error)) {
      this.#sendAgain(this.#options);
      return;
    }
    this.#leave();
    const tell = (): void => this.#failed(socketWords(error), false);
    if (this.#decoder === undefined) tell();
    else this.#decoder.cut(tell);
  }

  #decode(codings: readonly string[]): void {
    this.#decoder = new BodyDecoder(codings, {
      data: (chunk) => {
        if (!this.#over) this.#listener.onData(chunk);
      },
      end: () => this.#ended(),
      broken: (message) => {
        if (this.#over) return;
        this.#leave();
        this.#failed(message, true);
        this.#controller?.abort(GIVEN_UP);
      },
      wait: () => this.#controller?.pause(),
      more: () => this.#controller?.resume(),
    });
  }

  #ended(): void {
    if (this.#over) return;
    this.#over = true;
    this.#listener.onEnd();
  }

  #failed(message: string, unreadable: boolean): void {
    if (this.#over) return;
    this.#over = true;
    this.#listener.onError(message, unreadable);
  }

  /** Once, on an unused connection. */
  #sendAgain(options: Dispatcher.DispatchOptions): void {
    this.#again = true;
    this.#reused = undefined;
    this.#leave();
    this.#listener.onSentAgain();
    this.#pool.alone(options, this);
  }

  #leave(): void {
    const lease = this.#lease;
    if (lease === undefined) return;
    this.#lease = undefined;
    this.#pool.leave(lease, this.maybeSent ? this.#clock.elapsed() - this.#sentAt : 0);
  }
}
