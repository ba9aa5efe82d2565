/**
 * A provider, or a proxy before it, that compresses although it was asked not to: the answer is read, the caller gets
 * it plain, and what is no such data has a class. Through the whole gateway.
 */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  brotliCompressSync,
  constants,
  createGzip,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chunkEvent, DONE, FINISH, says } from '../support/fake-openai-server.ts';
import { type RunningGateway, runGateway } from '../support/running-gateway.ts';

const WHOLE = JSON.stringify({
  id: 'x',
  choices: [{ index: 0, message: { role: 'assistant', content: 'fine' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
});
const STREAM = `${chunkEvent({ content: 'fi' })}${says('ne')}${FINISH}${DONE}`;
const TOO_LONG = JSON.stringify({
  error: { message: 'too many tokens', type: 'invalid_request_error', code: 'context_length_exceeded' },
});

type Encode = (text: string) => Buffer;
/** By the value of `content-encoding`. */
const ENCODINGS: readonly (readonly [string, string, Encode])[] = [
  ['gzip', 'gzip', (text) => gzipSync(text)],
  ['deflate with its header', 'deflate', (text) => deflateSync(text)],
  ['raw deflate', 'deflate', (text) => deflateRawSync(text)],
  ['br', 'br', (text) => brotliCompressSync(text)],
  ['zstd', 'zstd', (text) => zstdCompressSync(text)],
  ['x-gzip', 'X-GZIP', (text) => gzipSync(text)],
  ['two in a row', 'gzip, br', (text) => brotliCompressSync(gzipSync(text))],
  [
    'members of gzip',
    'gzip',
    (text) => Buffer.concat([gzipSync(text.slice(0, 20)), gzipSync(text.slice(20))]),
  ],
  ['a header and nothing compressed', 'gzip', (text) => Buffer.from(text)],
];

let answer: (res: ServerResponse) => void | Promise<void>;
let provider: Server;
let llmr: RunningGateway;

beforeAll(async () => {
  provider = createServer((req, res) => {
    req.resume().on('end', () => void answer(res));
    res.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
  const { port } = provider.address() as AddressInfo;
  llmr = await runGateway({
    'c.route': `policy c edition 1 { serves "*" }
provider up { speaks openai at "http://127.0.0.1:${port}/v1" }
model m { is "m" on up window 128k output 4k price $1 in, $10 out }
otherwise { use m }
`,
  });
});
afterAll(async () => {
  await llmr.close();
  provider.closeAllConnections();
  provider.close();
});

const ask = (stream: boolean): Promise<Response> =>
  llmr.chat({ model: 'any', stream, messages: [{ role: 'user', content: 'hello' }] });

const send = (status: number, type: string, encoding: string, body: Buffer): void => {
  answer = (res) => {
    res.writeHead(status, { 'content-type': type, 'content-encoding': encoding });
    res.end(body);
  };
};

describe.each(ENCODINGS)('%s', (_, encoding, encode) => {
  test('an answer is read', async () => {
    send(200, 'application/json', encoding, encode(WHOLE));
    const response = await ask(false);
    expect(response.headers.get('content-encoding')).toBeNull();
    expect(await response.text()).toBe(WHOLE);
  });

  test('a stream is read', async () => {
    send(200, 'text/event-stream', encoding, encode(STREAM));
    const response = await ask(true);
    expect(response.headers.get('content-encoding')).toBeNull();
    expect(await response.text()).toBe(STREAM);
  });

  test('an error is read, and its class known', async () => {
    send(400, 'application/json', encoding, encode(TOO_LONG));
    const text = await (await ask(false)).text();
    expect(JSON.parse(text).error.code).toBe('context_length_exceeded');
    expect(text).not.toMatch(/[\ufffd\u0000-\u0008]/);
  });
});

describe('in pieces', () => {
  test('a stream that is flushed after each event arrives as it is written', async () => {
    let goOn: () => void = () => undefined;
    answer = async (res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' });
      const gzip = createGzip({ flush: constants.Z_SYNC_FLUSH });
      gzip.pipe(res);
      gzip.write(says('fi'));
      await new Promise<void>((resolve) => (goOn = resolve));
      gzip.end(says('ne') + FINISH + DONE);
    };
    const reader = (await ask(true)).body?.getReader();
    const { value } = (await reader?.read()) ?? {};
    expect(Buffer.from(value ?? []).toString()).toContain('"fi"');
    goOn();
    const rest: Buffer[] = [];
    for (let next = await reader?.read(); next?.done === false; next = await reader?.read())
      rest.push(Buffer.from(next.value));
    expect(Buffer.concat(rest).toString()).toMatch(/"ne"[\s\S]*\[DONE\]\n\n$/);
  });

  test.each(['gzip', 'br', 'zstd'])('a body in %s whose end is missing is no answer', async (encoding) => {
    const encode = ENCODINGS.find(([, name]) => name === encoding)?.[2];
    const body = encode?.(WHOLE.replace('fine', `fine ${Math.random()}`.repeat(400))) ?? Buffer.alloc(0);
    send(200, 'application/json', encoding, body.subarray(0, body.length - 5));
    const response = await ask(false);
    expect(response.status).toBe(502);
    expect(await response.text()).toContain('gave a malformed answer');
  });

  test('a stream that stops being what its encoding says is told in the stream', async () => {
    answer = async (res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' });
      const gzip = createGzip({ flush: constants.Z_SYNC_FLUSH });
      gzip.on('data', (chunk) => res.write(chunk));
      gzip.write(says('fi'));
      await new Promise((resolve) => setTimeout(resolve, 50));
      res.end(Buffer.alloc(400, 0xff));
    };
    const text = await (await ask(true)).text();
    expect(text).toContain('"fi"');
    expect(text).toContain('"broken_stream"');
    expect(text).not.toContain('[DONE]');
  });

  test('a coding that nobody knows is a malformed answer', async () => {
    send(200, 'application/json', 'compress', Buffer.from(WHOLE));
    expect(await (await ask(false)).text()).toContain('gave a malformed answer');
  });
});
