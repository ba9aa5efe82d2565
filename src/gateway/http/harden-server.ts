/**
 * Limits of the HTTP server itself: heads that are too large or come too slowly, bodies that never end. They get a
 * JSON error where the protocol still allows one. Knows no routes.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { ApiError } from '../request/api-error.ts';

/** More header fields than any client or proxy sends. */
export const MAX_HEADER_FIELDS = 512;

const ANSWERS: Readonly<Record<string, readonly [status: string, message: string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The request head is larger than 16 KiB.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request did not arrive in time.'],
};

/** @throws ApiError 431 */
export function limitFields({ rawHeaders }: IncomingMessage): void {
  if (rawHeaders.length / 2 > MAX_HEADER_FIELDS) {
    throw new ApiError(
      431,
      'request_too_large',
      `The request has more than ${MAX_HEADER_FIELDS} header fields.`,
    );
  }
}

export function hardenServer(server: Server): void {
  server.headersTimeout = 15_000;
  // A 16 MiB body over a slow line may take a while; waiting for an upstream is not counted here.
  server.requestTimeout = 120_000;
  server.keepAliveTimeout = 65_000;
  // Above the limit of the app, so that a flood of fields is refused and not cut silently.
  server.maxHeadersCount = 4 * MAX_HEADER_FIELDS;
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    const [status, message] = ANSWERS[error.code ?? ''] ?? ['400 Bad Request', 'This is not HTTP/1.1.'];
    const body = JSON.stringify({
      error: { message, type: 'invalid_request_error', param: null, code: 'bad_http' },
    });
    socket.end(
      `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
  });
}
