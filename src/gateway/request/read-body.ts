/**
 * Reads the bytes of a request body within bounds: its own limit, the memory that all bodies share, and a minimum
 * size of pieces. A refused body is read for a while longer and discarded, so that a client that is still writing
 * gets the answer and not a reset. Does not know what the bytes mean.
 */
import type { IncomingMessage } from 'node:http';
import type { ByteHold } from '../bounds/byte-budget.ts';
import { ByteCollector, MOST_TINY_PIECES, TINY_PIECE } from '../bounds/byte-collector.ts';
import { ApiError } from './api-error.ts';

/** Seconds after which a client should retry when memory was full. */
const RETRY_AFTER_S = 1;
/** Bytes of a refused body that are still read; then the connection is closed. */
const MOST_THROWN_AWAY = 64 * 1_048_576;

/**
 * @param limit bytes
 * @param hold counts the bytes until the request has ended; its owner releases it
 * @throws ApiError 400, 413 or 503, with what to do
 */
export function readBody(req: IncomingMessage, limit: number, hold: ByteHold): Promise<Buffer> {
  const announced = announcedLength(req);
  return new Promise((resolve, reject) => {
    const collector = new ByteCollector(announced);

    const onData = (piece: Buffer): void => {
      if (collector.length + piece.length > limit) refuse(tooLarge(limit));
      else if (!hold.add(piece.length)) refuse(noRoom());
      else {
        collector.add(piece);
        if (collector.scattered) refuseAndClose(scattered());
      }
    };
    const onEnd = (): void => {
      stop();
      if (announced !== undefined && collector.length !== announced) reject(endedEarly());
      else resolve(collector.take());
    };
    const onCut = (): void => refuse(endedEarly());
    function stop(): void {
      req.off('data', onData).off('end', onEnd).off('error', onCut).off('close', onCut);
    }
    function refuse(error: ApiError): void {
      stop();
      collector.clear();
      hold.release();
      throwAwayRest(req);
      reject(error);
    }
    function refuseAndClose(error: ApiError): void {
      stop();
      collector.clear();
      hold.release();
      req.on('error', () => undefined);
      // The part already read is not kept: thousands of pieces may follow in the same turn.
      req.push = () => true;
      req.pause();
      reject(error);
    }

    if (announced !== undefined && announced > limit) refuse(tooLarge(limit));
    else if (announced !== undefined && !hold.hasRoomFor(announced)) refuse(noRoom());
    else req.on('data', onData).on('end', onEnd).on('error', onCut).on('close', onCut);
  });
}

function announcedLength(req: IncomingMessage): number | undefined {
  const text = req.headers['content-length'];
  return text === undefined ? undefined : Number(text);
}

function throwAwayRest(req: IncomingMessage): void {
  let bytes = 0;
  let pieces = 0;
  req.on('error', () => undefined);
  req.on('data', (piece: Buffer) => {
    bytes += piece.length;
    pieces += 1;
    if (bytes > MOST_THROWN_AWAY || (pieces > MOST_TINY_PIECES && bytes < pieces * TINY_PIECE)) req.destroy();
  });
}

function tooLarge(limit: number): ApiError {
  return new ApiError(
    413,
    'request_too_large',
    `The body is larger than the limit of ${limit} bytes (bodyLimitBytes in llmr.json).`,
  );
}

function noRoom(): ApiError {
  return new ApiError(
    503,
    'over_capacity',
    'The bodies of other requests fill the memory reserved for them (bodyMemoryBytes in llmr.json). Try again shortly.',
    { headers: { 'retry-after': String(RETRY_AFTER_S) } },
  );
}

function scattered(): ApiError {
  return new ApiError(
    400,
    'invalid_body',
    'The body arrives in chunks of a few bytes: send it with a Content-Length or in larger chunks.',
    { headers: { connection: 'close' } },
  );
}

function endedEarly(): ApiError {
  return new ApiError(400, 'invalid_body', 'The body ended before its announced length.');
}
