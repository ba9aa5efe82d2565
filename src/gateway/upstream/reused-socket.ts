/**
 * Whether a request was sent on a reused connection, and whether any byte has come back on it since. undici does not
 * show its handlers which socket they use; its diagnostics channel does, right after a request has started. Knows no
 * calls and no answers.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

export interface SocketUse {
  /** The connection has carried a request before. */
  readonly reused: boolean;
  /** No byte has arrived since the request was sent. */
  untouched(): boolean;
}

/** Sockets that have carried a request. */
const used = new WeakSet<Socket>();
/** The state of the request that has started and whose head is written next, in the same turn. */
let expecting: ((use: SocketUse) => void) | undefined;
let watching = false;

/** Call it as a request starts; `take` is called before its head is written. */
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

/** Codes of a closed connection, as opposed to an unreadable answer. */
const ENDED = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ETIMEDOUT', 'EHOSTUNREACH']);

/**
 * The provider closed an idle connection just as the request was sent on it, so the request may be sent again on a
 * new one. Not where a byte has come back: then the provider has begun to answer.
 */
export function diedWhileIdle(use: SocketUse | undefined, error: Error): boolean {
  if (use === undefined || !use.reused || !use.untouched()) return false;
  return 'code' in error && typeof error.code === 'string' && ENDED.has(error.code);
}
