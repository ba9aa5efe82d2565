/**
 * Whether a request was sent on a reused connection, and whether any byte has come back on it since. undici does not
 * show its handlers which socket they use; its diagnostics channel does, right after a request has started. Knows no
 * calls and no answers.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

/** A request whose head is about to be written. */
export interface HeadWriter {
  /** `reused`: the connection has carried a request before. */
  headGoesTo(socket: Socket, reused: boolean): void;
}

/** Sockets that have carried a request. */
const used = new WeakSet<Socket>();
/** The request that has started and whose head is written next, in the same turn. */
let expecting: HeadWriter | undefined;
let watching = false;

/** Call it as a request starts; its `headGoesTo` is called before its head is written. */
export function onNextHead(writer: HeadWriter): void {
  if (!watching) {
    watching = true;
    subscribe('undici:client:sendHeaders', headWritten);
  }
  expecting = writer;
}

function headWritten(message: unknown): void {
  const { socket } = message as { readonly socket: Socket };
  const reused = used.has(socket);
  if (!reused) used.add(socket);
  const writer = expecting;
  expecting = undefined;
  writer?.headGoesTo(socket, reused);
}

/** A reused connection, as it was when the request was sent on it. */
export interface ReusedSocket {
  readonly socket: Socket;
  readonly bytesRead: number;
}

/** Codes of a closed connection, as opposed to an unreadable answer. */
const ENDED = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ETIMEDOUT', 'EHOSTUNREACH']);

/**
 * The provider closed an idle connection just as the request was sent on it, so the request may be sent again on a
 * new one. Not where a byte has come back: then the provider has begun to answer.
 */
export function diedWhileIdle(reused: ReusedSocket | undefined, error: Error): boolean {
  if (reused === undefined || reused.socket.bytesRead !== reused.bytesRead) return false;
  return 'code' in error && typeof error.code === 'string' && ENDED.has(error.code);
}
