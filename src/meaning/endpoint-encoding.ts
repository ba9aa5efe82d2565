// Vectors from any OpenAI-compatible `/embeddings` endpoint: in batches, with a breaker, so that an endpoint that is
// down costs an occasional attempt instead of one per request. Must not know: what vectors are for. The code that
// builds the options reads the key from the environment.

import { Agent, request } from 'undici';
import { createAllowedHosts } from '../network/allowed-hosts.ts';
import { guardedConnect } from '../network/guarded-connect.ts';
import { embeddingsUrl, endpointId } from './endpoint-id.ts';
import { EncodingError, type TextEncoding } from './text-encoding.ts';

export interface EndpointOptions {
  /** With or without the last segment: `https://host/v1` and `https://host/v1/embeddings` are the same. */
  readonly url: string;
  readonly model: string;
  readonly key?: string;
  /** Allowed hosts, as in llmr.json; empty or absent: any. */
  readonly hosts?: readonly string[];
  /** Milliseconds for one batch. */
  readonly withinMs?: number;
  readonly batch?: number;
  /** Failures in a row that open the breaker, and milliseconds it stays open. */
  readonly breakAfter?: number;
  readonly restMs?: number;
}

export function endpointEncoding(options: EndpointOptions): TextEncoding {
  const { model, batch = 96, withinMs = 10_000, breakAfter = 3, restMs = 30_000 } = options;
  const url = embeddingsUrl(options.url);
  const connect = guardedConnect({ allowed: createAllowedHosts(options.hosts ?? []), timeout: withinMs });
  const agent = new Agent({ connect });
  let failures = 0;
  let openUntil = 0;
  const ask = async (texts: readonly string[], signal: AbortSignal | undefined): Promise<Float32Array[]> => {
    if (Date.now() < openUntil)
      throw new EncodingError(`the encoder has failed ${failures} times and is not called for now`);
    try {
      const vectors = await fetchBatch({ url, agent }, options, texts, within(withinMs, signal));
      failures = 0;
      return vectors;
    } catch (cause) {
      signal?.throwIfAborted();
      failures++;
      if (failures >= breakAfter) openUntil = Date.now() + restMs;
      throw new EncodingError(`the encoder returned no embeddings: ${why(cause)}`);
    }
  };
  return {
    id: endpointId(url, model),
    async encode(texts, signal) {
      const made: Float32Array[] = [];
      for (let from = 0; from < texts.length; from += batch)
        made.push(...(await ask(texts.slice(from, from + batch), signal)));
      const dimensions = made[0]?.length;
      if (made.some((vector) => vector.length !== dimensions))
        throw new EncodingError('the encoder returned vectors of different lengths');
      return made;
    },
    close: () => agent.destroy(),
  };
}

function within(ms: number, signal: AbortSignal | undefined): AbortSignal {
  return signal === undefined ? AbortSignal.timeout(ms) : AbortSignal.any([signal, AbortSignal.timeout(ms)]);
}

async function fetchBatch(
  { url, agent }: { readonly url: string; readonly agent: Agent },
  { model, key }: EndpointOptions,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<Float32Array[]> {
  const { statusCode, body } = await request(url, {
    method: 'POST',
    dispatcher: agent,
    headers: {
      'content-type': 'application/json',
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    },
    // Most endpoints refuse an empty text.
    body: JSON.stringify({ model, input: texts.map((text) => (text.trim() === '' ? '.' : text)) }),
    signal,
  });
  const answer = await body.text();
  if (statusCode !== 200) throw new EncodingError(`status ${statusCode}`);
  return vectorsIn(answer, texts.length);
}

/** For traces: without address, and quotes nothing that was sent or received. */
function why(cause: unknown): string {
  if (cause instanceof EncodingError) return cause.message;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code)) return code;
  return cause instanceof Error && cause.name === 'TimeoutError'
    ? 'it took too long'
    : 'it cannot be reached';
}

function dataOf(answer: string): unknown {
  try {
    return (JSON.parse(answer) as { readonly data?: unknown }).data;
  } catch {
    throw new EncodingError('the answer is not JSON');
  }
}

function vectorsIn(answer: string, count: number): Float32Array[] {
  const data = dataOf(answer);
  if (!Array.isArray(data) || data.length !== count) throw new EncodingError(`not ${count} embeddings`);
  const made: Float32Array[] = [];
  data.forEach((entry: { readonly index?: number; readonly embedding?: unknown }, at) => {
    const { embedding, index = at } = entry;
    if (!Array.isArray(embedding) || embedding.length === 0 || !embedding.every(Number.isFinite))
      throw new EncodingError('an embedding is not a list of numbers');
    made[index] = Float32Array.from(embedding as number[]);
  });
  if (made.length !== count || made.includes(undefined as unknown as Float32Array))
    throw new EncodingError('embeddings with wrong numbers');
  return made;
}
