/**
 * Load on one proxy: so many requests at once for so long over kept connections, and what they cost the proxy's process.
 * A failed answer ends the benchmark. Must not know which proxy it is.
 */
import { Pool } from 'undici';
import type { MeasuredProxy } from './proxies.ts';

export interface Load {
  readonly body: Buffer;
  readonly stream: boolean;
  readonly atOnce: number;
  /** No request begins later, unless fewer than `least` have begun; 0: one request per connection. */
  readonly ms: number;
  /** CPU time comes in steps of 10 ms: too few requests, on a busy machine, would measure nothing. */
  readonly least?: number;
}

export interface Sent {
  readonly requests: number;
  /** Milliseconds until the answer has ended, for streams until its first bytes. */
  readonly p50: number;
  readonly p99: number;
  /** Milliseconds that the longest answer took as a whole. */
  readonly slowest: number;
}

export interface Measured extends Sent {
  /** Microseconds of the process per request. */
  readonly cpu: number;
  /** Bytes; the most that was seen. */
  readonly rss: number;
}

export interface Target {
  readonly name: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Requests sent so far. */
  sent: number;
}

export async function loadProxy(proxy: MeasuredProxy, load: Load): Promise<Measured> {
  const before = proxy.use();
  let { rss } = before;
  const watch = setInterval(() => {
    rss = Math.max(rss, proxy.use().rss);
  }, 100);
  // Also where a request fails: a proxy that is left out is stopped, and has no memory to look at.
  const sent = await sendLoad(proxy, load).finally(() => clearInterval(watch));
  const after = proxy.use();
  return { ...sent, cpu: (after.cpu - before.cpu) / sent.requests, rss: Math.max(rss, after.rss) };
}

export async function sendLoad(target: Target, { body, stream, atOnce, ms, least = 0 }: Load): Promise<Sent> {
  const pool = new Pool(target.url, {
    connections: atOnce,
    pipelining: 1,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const times: number[] = [];
  let begun = 0;
  let slowest = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      do {
        target.sent += 1;
        begun += 1;
        const { first, whole } = await send(pool, target, body, stream);
        times.push(stream ? first : whole);
        slowest = Math.max(slowest, whole);
      } while (performance.now() - began < ms || begun < least);
    }),
  );
  await pool.destroy();
  times.sort((a, b) => a - b);
  return { requests: times.length, p50: share(times, 0.5), p99: share(times, 0.99), slowest };
}

const STREAM_END = Buffer.from('data: [DONE]\n\n');

/** Milliseconds until the first bytes of the answer and until its end. */
function send(
  pool: Pool,
  { name, headers }: Target,
  body: Buffer,
  stream: boolean,
): Promise<{ first: number; whole: number }> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    let status = 0;
    let first = 0;
    let last: Buffer = Buffer.alloc(0);
    pool.dispatch(
      { method: 'POST', path: '/v1/chat/completions', headers, body },
      {
        onRequestStart: () => undefined,
        onResponseStart(_, code) {
          status = code;
        },
        onResponseData(_, chunk) {
          first ||= performance.now() - began;
          last = chunk;
        },
        onResponseEnd() {
          if (status !== 200)
            reject(new Error(`${name} answered ${status}: ${last.toString('utf8', 0, 300)}`));
          else if (stream && !last.includes(STREAM_END)) reject(new Error(`${name} cut a stream short`));
          else resolve({ first, whole: performance.now() - began });
        },
        onResponseError: (_, error) => reject(new Error(`${name}: ${error.message}`)),
      },
    );
  });
}

function share(sorted: readonly number[], of: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * of))] ?? Number.NaN;
}
