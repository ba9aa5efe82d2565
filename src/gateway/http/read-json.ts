/**
 * Reads a request body once, with a limit, and makes JSON of it without letting it hurt: size, depth and content
 * type are checked before parsing. Keeps the original bytes, because they are what is forwarded.
 */
import type { IncomingMessage } from 'node:http';
import getRawBody from 'raw-body';
import { stringEnd } from '../dialects/json-members.ts';
import { ApiError } from './api-error.ts';

/** Deeper JSON than any client sends; a parser's recursion must not be the caller's to steer. */
const MAX_DEPTH = 128;

export interface JsonBody {
  readonly bytes: Buffer;
  readonly json: Readonly<Record<string, unknown>>;
}

/** @throws ApiError 413, 415 or 400, with what to do. */
export async function readJson(req: IncomingMessage, limit: number): Promise<JsonBody> {
  const type = (req.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    // A form or text/plain is what a browser may send across origins without asking first.
    throw new ApiError(
      415,
      'unsupported_media_type',
      `The body must be sent as application/json, not ${type === '' ? 'without a content type' : type}.`,
    );
  }
  const encoding = req.headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') {
    throw new ApiError(
      415,
      'unsupported_media_type',
      'The body must be sent as it is: no Content-Encoding is read.',
      {
        headers: { 'accept-encoding': 'identity' },
      },
    );
  }
  const bytes = await readBytes(req, limit);
  return { bytes, json: parseObject(bytes) };
}

async function readBytes(req: IncomingMessage, limit: number): Promise<Buffer> {
  try {
    return await getRawBody(req, { limit, length: req.headers['content-length'] ?? null });
  } catch (cause) {
    const type = (cause as { type?: string }).type;
    if (type === 'entity.too.large') {
      // Read on and throw away, within the server's time limit: a client that is still writing would otherwise
      // meet a reset instead of the answer.
      req.resume();
      throw new ApiError(
        413,
        'request_too_large',
        `The body is larger than the limit of ${limit} bytes (bodyLimitBytes in llmr.json).`,
      );
    }
    throw new ApiError(400, 'invalid_body', 'The body ended before its announced length.');
  }
}

function parseObject(bytes: Buffer): Record<string, unknown> {
  if (depthOf(bytes) > MAX_DEPTH) {
    throw new ApiError(400, 'invalid_json', `The JSON is nested deeper than ${MAX_DEPTH} levels.`);
  }
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new ApiError(400, 'invalid_json', `The body is not JSON: ${withoutContent(cause, bytes)}`);
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new ApiError(400, 'invalid_json', 'The body must be a JSON object.');
  }
  return json as Record<string, unknown>;
}

/** Engines quote the text around a mistake; only the position is ours to repeat. */
function withoutContent(cause: unknown, bytes: Buffer): string {
  const message = cause instanceof Error ? cause.message : '';
  const position = /position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return `there is a mistake at character ${position}.`;
  if (bytes.length === 0) return 'it is empty.';
  return message.includes('end of JSON') ? 'it ends before it is complete.' : 'there is a mistake in it.';
}

/** Greatest nesting of brackets outside strings, in one pass. */
export function depthOf(bytes: Uint8Array): number {
  let depth = 0;
  let deepest = 0;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index];
    // Nearly all of a request is text, and text is stepped over.
    if (byte === 0x22) index = stringEnd(bytes, index) - 1;
    else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (byte === 0x7d || byte === 0x5d) depth -= 1;
  }
  return deepest;
}
