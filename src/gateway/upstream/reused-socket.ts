/**
 * Whether a request went out on a connection that had carried another before, and whether anything has come back on it
 * since. undici does not tell its handlers which socket they are on; its diagnostics channel does, right after a request
 * has started. Knows no calls and no answers.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

export interface SocketUse {
  /** The connection has carried a request before. */
  readonly reused: boolean;
  /** No byte has come since the request went out. */
  untouched(): boolean;
}

/** Sockets that have carried a request. */
const used = new WeakSet<Socket>();
/** Of the request that has started and whose head is written next, in the same turn. */
let expecting: ((use: SocketUse) => void) | undefined;
let watching = false;

/** To be called as a request starts; `take` is called before its head is written. */
export function onNextHead(take: (use: SocketUse) => void): void {
  if (!watching) {
    watching = true;
    subscribe('undici:client:sendHeaders', headWritten);
  }
  expecting = take;
}

function headWritten(message: unknown): void {
  const { socket } = message as { readonly socket: Socket };
  const reused = used.has(socket);
  used.add(socket);
  const take = expecting;
  if (take === undefined) return;
  expecting = undefined;
  const before = socket.bytesRead;
  take({ reused, untouched: () => socket.bytesRead === before });
}

/** Codes of a connection that has ended, as against an answer that cannot be read. */
const ENDED = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ETIMEDOUT', 'EHOSTUNREACH']);

/**
 * The provider closed an idle connection just as the request went out on it, so the request may be sent once more on a
 * new one. Not where a byte has come back: then the provider has begun to answer.
 */
export function diedWhileIdle(use: SocketUse | undefined, error: Error): boolean {
  if (use === undefined || !use.reused || !use.untouched()) return false;
  return 'code' in error && typeof error.code === 'string' && ENDED.has(error.code);
}
