/** Request bodies that cost more than they say: tiny chunks, many at once, JSON out of shape. Each is refused clearly. */
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MOST_NAMES, MOST_VALUES } from '../../src/gateway/bounds/json-shape.ts';
import { ask, type RunningGateway, readJson, runGateway } from '../support/running-gateway.ts';

const EXAMPLE = new URL('../support/example/first', import.meta.url).pathname;
const MB = 1_048_576;
let llmr: RunningGateway;

beforeAll(async () => {
  llmr = await runGateway(EXAMPLE, { simulate: true, bodyLimitBytes: MB, bodyMemoryBytes: MB });
});
afterAll(() => llmr.close());

interface RawRequest {
  readonly socket: Socket;
  /** All that came back, once the connection has closed. */
  readonly answer: Promise<string>;
}

function open(head: string): RawRequest {
  const { hostname, port } = new URL(llmr.url);
  const socket = connect(Number(port), hostname);
  const answer = new Promise<string>((resolve) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text));
  });
  socket.write(
    `POST /v1/route HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n${head}\r\n\r\n`,
  );
  return { socket, answer };
}

function post(body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${llmr.url}/v1/route`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
}

async function held(bytes: number): Promise<void> {
  const end = performance.now() + 5_000;
  while (llmr.gateway.service.bodies.used !== bytes) {
    if (performance.now() > end) throw new Error(`${llmr.gateway.service.bodies.used} bytes are held`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('chunks', () => {
  const body = JSON.stringify(ask('x'.repeat(40_000)));
  const chunked = (size: number) =>
    `${(body.match(new RegExp(`.{1,${size}}`, 'g')) ?? []).map((piece) => `${piece.length.toString(16)}\r\n${piece}\r\n`).join('')}0\r\n\r\n`;

  test('of one byte are refused, and the connection is closed', async () => {
    const { socket, answer } = open('transfer-encoding: chunked');
    socket.write(chunked(1));
    const text = await answer;
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text).toContain('in chunks of a few bytes');
    await held(0);
  });

  test('with extensions that are longer than their data are refused, too', async () => {
    const { socket, answer } = open('transfer-encoding: chunked');
    socket.write(`1;${'e'.repeat(20_000)}\r\nx\r\n`);
    expect(await answer).toMatch(/^HTTP\/1\.1 (400|413) /);
  });

  test.each([100, 5_000])('of %i bytes are taken', async (size) => {
    const { socket, answer } = open('transfer-encoding: chunked\r\nconnection: close');
    socket.write(chunked(size));
    expect(await answer).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe('room for all bodies together', () => {
  test('a body that does not fit gets 503 with Retry-After, and may be sent again', async () => {
    const first = open(`content-length: ${700_000}`);
    first.socket.write('x'.repeat(600_000));
    await held(600_000);
    const refused = await post(JSON.stringify(ask('x'.repeat(600_000))));
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.headers.get('x-should-retry')).toBeNull();
    expect((await readJson<{ error: { code: string } }>(refused)).error.code).toBe('over_capacity');
    expect((await post(JSON.stringify(ask('small')))).status).toBe(200);
    first.socket.destroy();
    await held(0);
    expect((await post(JSON.stringify(ask('x'.repeat(600_000))))).status).toBe(200);
    await held(0);
  });

  test('a body of unknown length is refused when it outgrows the room', async () => {
    const first = open(`content-length: ${700_000}`);
    first.socket.write('x'.repeat(600_000));
    await held(600_000);
    const second = open('transfer-encoding: chunked\r\nconnection: close');
    const piece = 'x'.repeat(100_000);
    for (let sent = 0; sent < 6; sent += 1)
      second.socket.write(`${piece.length.toString(16)}\r\n${piece}\r\n`);
    second.socket.write('0\r\n\r\n');
    expect(await second.answer).toMatch(/^HTTP\/1\.1 503 [\s\S]*retry-after: 1/i);
    first.socket.destroy();
    await held(0);
  });

  test('what is announced and not sent takes no room', async () => {
    const silent = Array.from({ length: 20 }, () => open(`content-length: ${MB}`));
    expect((await post(JSON.stringify(ask('x'.repeat(900_000))))).status).toBe(200);
    for (const { socket } of silent) socket.destroy();
  });

  test('a body over its own limit is 413 and no matter of room', async () => {
    expect((await post(' '.repeat(MB + 1))).status).toBe(413);
    await held(0);
  });
});

describe('JSON out of shape', () => {
  const within = (extra: string) =>
    `{"model":"support","messages":[{"role":"user","content":"x"}],"extra":${extra}}`;
  test.each([
    ['a wide array', within(`[${'0,'.repeat(MOST_VALUES)}0]`), /more than 100000 values/],
    [
      'a wide object',
      within(`{${Array.from({ length: MOST_NAMES + 50 }, (_, at) => `"k${at}":0`).join()}}`),
      /more than 10000 different member names/,
    ],
    ['a long name', within(`{"${'k'.repeat(100_000)}":0}`), /name of more than 65536 bytes/],
    ['nesting', within(`${'['.repeat(100_000)}`), /nested deeper than 128 levels/],
    [
      'many messages',
      `{"model":"support","messages":[${'{"role":"user"},'.repeat(60_000)}{}]}`,
      /more than 100000 values/,
    ],
    [
      'many tools',
      `{"model":"support","messages":[{"role":"user","content":"x"}],"tools":[${'{"type":"x"},'.repeat(60_000)}{}]}`,
      /more than 100000 values/,
    ],
  ])('%s', async (_, body, words) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect((await readJson<{ error: { message: string } }>(answer)).error.message).toMatch(words);
  });

  test('nesting inside a string is text', async () => {
    const call = { id: 'a', type: 'function', function: { name: 'f', arguments: '['.repeat(200_000) } };
    const messages = [
      { role: 'user', content: 'x' },
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: 'a', content: '{"a":'.repeat(50_000) },
    ];
    expect((await post(JSON.stringify({ model: 'support', messages }))).status).toBe(200);
  });

  test.each([
    [
      '__proto__ and constructor',
      '{"__proto__":{"stream":true},"constructor":{"prototype":{"stream":true}},"model":"support","messages":[{"role":"user","content":"x","__proto__":{"a":1}}]}',
    ],
    [
      'members twice',
      '{"model":"nothing","messages":[],"model":"support","messages":[{"role":"user","content":"x"}]}',
    ],
    ['names that are numbers', within('{"0":1,"4294967294":2,"4294967295":3,"-1":4}')],
  ])('%s are taken as JSON.parse takes them', async (_, body) => {
    const answer = await post(body);
    expect(answer.status).toBe(200);
    expect(({} as { stream?: unknown }).stream).toBeUndefined();
  });
});
