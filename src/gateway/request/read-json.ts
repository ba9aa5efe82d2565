/**
 * Reads a request body once, within bounds, and parses it as JSON: content type, size and shape are checked before
 * parsing. Keeps the original bytes, because they are what is forwarded.
 */
import type { IncomingMessage } from 'node:http';
import type { ByteHold } from '../bounds/byte-budget.ts';
import { shapeWords } from '../bounds/json-shape.ts';
import { type ParsedJson, parseJson } from '../bounds/parse-json.ts';
import { ApiError } from './api-error.ts';
import { readBody } from './read-body.ts';

export interface JsonBody {
  readonly bytes: Buffer;
  readonly json: Readonly<Record<string, unknown>>;
}

/**
 * @param limit bytes
 * @param hold see `readBody`
 * @throws ApiError 413, 415, 503 or 400, with what to do.
 */
export async function readJson(req: IncomingMessage, limit: number, hold: ByteHold): Promise<JsonBody> {
  const type = (req.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    // A browser may send a form or text/plain across origins without a preflight request.
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
      'Compressed request bodies are not supported; send the body without Content-Encoding.',
      {
        headers: { 'accept-encoding': 'identity' },
      },
    );
  }
  const bytes = withoutMark(await readBody(req, limit, hold));
  const parsed = parseJson(bytes);
  return { bytes, json: objectIn(parsed instanceof Promise ? await parsed : parsed, bytes) };
}

/**
 * Some clients begin with a byte order mark; most servers ignore it. It is not part of the JSON and is not forwarded.
 */
function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

function objectIn(parsed: ParsedJson, bytes: Buffer): Record<string, unknown> {
  if (parsed.kind === 'out-of-bounds') {
    throw new ApiError(400, 'invalid_json', `The JSON ${shapeWords(parsed.fault)}.`);
  }
  if (parsed.kind === 'not-json') {
    throw new ApiError(400, 'invalid_json', `The body is not JSON: ${placeOf(parsed, bytes)}`);
  }
  const { value } = parsed;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ApiError(400, 'invalid_json', 'The body must be a JSON object.');
  }
  return value as Record<string, unknown>;
}

/** Engines quote the text around a mistake; llmr repeats only the position. */
function placeOf(parsed: ParsedJson & { kind: 'not-json' }, bytes: Buffer): string {
  if (parsed.position !== undefined) return `there is a mistake at character ${parsed.position}.`;
  if (bytes.length === 0) return 'it is empty.';
  return parsed.ended ? 'it ends before it is complete.' : 'there is a mistake in it.';
}
