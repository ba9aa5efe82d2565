/**
 * Load for the benchmarks: an upstream that answers as told, requests over kept connections, and proxies in processes
 * of their own. Knows nothing of what is measured.
 */
import { fork } from 'node:child_process';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import type { Reading } from './proxy-under-test.ts';

export interface Upstream {
  readonly url: string;
  close(): void;
}

const CHUNK = Buffer.from(
  `data: ${JSON.stringify({
    id: 'chatcmpl-0123456789',
    object: 'chat.completion.chunk',
    created: 1_760_000_000,
    model: 'bench',
    system_fingerprint: 'fp_0123456789',
    choices: [{ index: 0, delta: { content: ' words' }, logprobs: null, finish_reason: null }],
  })}\n\n`,
);
const FINISH = Buffer.from(
  `${CHUNK.toString('utf8').replace('{"content":" words"}', '{}').replace('"finish_reason":null', '"finish_reason":"stop"')}`,
);
const USAGE = Buffer.from(
  `data: ${JSON.stringify({ id: 'chatcmpl-0123456789', object: 'chat.completion.chunk', created: 1, model: 'bench', choices: [], usage: { prompt_tokens: 200, completion_tokens: 50, total_tokens: 250 } })}\n\n`,
);
const DONE = Buffer.from('data: [DONE]\n\n');
const ANSWER = Buffer.from(
  JSON.stringify({
    id: 'chatcmpl-0123456789',
    object: 'chat.completion',
    created: 1_760_000_000,
    model: 'bench',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: 'word '.repeat(150) },
        logprobs: null,
        finish_reason: 'stop',
      },
    ],
    usage: { prompt_tokens: 200, completion_tokens: 150, total_tokens: 350 },
  }),
);

/** `fault` may take an answer over; `true` when it has. */
export async function startUpstream(
  chunks: number,
  everyMs: number,
  fault: (res: ServerResponse, stream: boolean) => boolean = () => false,
): Promise<Upstream> {
  const server = createServer((req, res) => {
    let stream = false;
    req.on('data', (chunk: Buffer) => {
      stream ||= chunk.includes('"stream":true');
    });
    req.on('end', () => {
      res.on('error', () => undefined);
      if (fault(res, stream)) return;
      if (stream) speak(res, chunks, everyMs);
      else {
        res.writeHead(200, { 'content-type': 'application/json', 'content-length': ANSWER.length });
        res.end(ANSWER);
      }
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

export function speak(res: ServerResponse, chunks: number, everyMs: number): void {
  res.writeHead(200, { 'content-type': 'text/event-stream' });
  let left = chunks;
  const timer = setInterval(() => {
    if (res.destroyed) clearInterval(timer);
    else if (left > 0) {
      left -= 1;
      res.write(CHUNK);
    } else {
      clearInterval(timer);
      res.end(Buffer.concat([FINISH, USAGE, DONE]));
    }
  }, everyMs);
}

export interface ProxyUnderTest {
  readonly url: string;
  readonly key: string;
  read(collect?: boolean): Promise<Reading>;
  stop(): void;
}

export function startProxy(upstream: string, policy: string): Promise<ProxyUnderTest> {
  const child = fork(new URL('./proxy-under-test.ts', import.meta.url), [upstream, policy], {
    execArgv: ['--expose-gc'],
  });
  const answer = <T>(): Promise<T> =>
    new Promise((resolve, reject) => {
      const ended = (code: number | null): void => reject(new Error(`llmr ended with ${code}`));
      child.once('exit', ended);
      child.once('message', (message) => {
        child.off('exit', ended);
        resolve(message as T);
      });
    });
  return answer<{ url: string; key: string }>().then((address) => ({
    ...address,
    read(collect = false) {
      const read = answer<Reading>();
      child.send(collect ? 'collect' : 'read');
      return read;
    },
    stop: () => child.disconnect(),
  }));
}

export interface Asked {
  readonly status: number;
  /** Empty where the connection broke. */
  readonly tail: string;
  readonly ms: number;
}

export interface Client {
  ask(body: Buffer): Promise<Asked>;
  close(): Promise<void>;
}

export function createClient({ url, key }: { url: string; key: string }, connections: number): Client {
  const pool = new Pool(url, { connections, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
  const headers = {
    'content-type': 'application/json',
    ...(key === '' ? {} : { authorization: `Bearer ${key}` }),
  };
  return {
    ask: (body) =>
      new Promise((resolve) => {
        const began = performance.now();
        let status = 0;
        let last: Buffer | undefined;
        const done = (): void => {
          const tail = last === undefined ? '' : last.subarray(-60).toString('latin1');
          resolve({ status, tail, ms: performance.now() - began });
        };
        pool.dispatch(
          { method: 'POST', path: '/v1/chat/completions', headers, body },
          {
            onRequestStart: () => undefined,
            onResponseStart(_, code) {
              status = code;
            },
            onResponseData(_, chunk) {
              last = chunk;
            },
            onResponseEnd: done,
            onResponseError() {
              last = undefined;
              done();
            },
          },
        );
      }),
    close: () => pool.destroy(),
  };
}

/** A chat body of about so many bytes. */
export function chatBody(bytes: number, stream: boolean): Buffer {
  const frame = { model: 'bench', temperature: 0.2, stream, messages: [{ role: 'user', content: '' }] };
  const words = 'What the customer wrote, in words. ';
  const content = words
    .repeat(Math.ceil(bytes / words.length))
    .slice(0, bytes - JSON.stringify(frame).length);
  return Buffer.from(JSON.stringify({ ...frame, messages: [{ role: 'user', content }] }));
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
