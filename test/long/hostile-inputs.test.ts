/**
 * What a hostile caller or folder costs the service, measured from outside its process: resident memory above resting,
 * and how long the event loop is held at a time. Time is processor time of the main thread (`loop-gauge.mjs`), so that
 * a busy machine does not fail the tests.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, symlinkSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FakeServer, startFakeOpenAi } from '../support/fake-openai-server.ts';
import { createServedPlace, type ServedPlace, type ServedProcess } from '../support/served-process.ts';

const MOST_MEGABYTES = 150;
/** With conditions on long texts: the thread that tries them has two copies of one text. */
const MOST_MEGABYTES_MATCHING = 200;
const MOST_HELD_MS = 50;
const MB = 1_000_000;
const GAUGE = new URL('../support/loop-gauge.mjs', import.meta.url).href;

interface Measured<T> {
  readonly result: T;
  /** Megabytes above resting, at most. */
  readonly above: number;
  /** Milliseconds at the 99th percentile. */
  readonly held: number;
}

let upstream: FakeServer;
let place: ServedPlace;
let service: ServedProcess;
let resting: number;

function policy(url: string, conditions: string): string {
  return `policy demo edition 1 {
  serves "support"
}

provider lab {
  speaks openai at "${url}"
  key env UP_API_KEY
}

model small {
  is "echo" on lab
  window 8k output 1k
}

model large {
  is "echo" on lab
  window 32M output 1k
}
${conditions}
route long {
  when tokens over 2k
  use large
}

otherwise {
  use small
}
`;
}

const TEXT_CONDITIONS = `
route code {
  when any {
    text matches /(?i)(stack trace|segfault|exception in)/
    text contains "chargeback"
    text matches /[0-9]{4}-[0-9]{4}-[0-9]{4}/
  }
  use large
}
`;

async function serve(conditions: string): Promise<void> {
  place = createServedPlace({ 'demo.route': policy(upstream.url, conditions) });
  const file = join(place.root, 'gauge.json');
  service = await place.start([], { NODE_OPTIONS: `--import=${GAUGE}`, LOOP_GAUGE: file });
  for (let warm = 0; warm < 50; warm += 1) await post(chat('hello world '.repeat(200)));
  await pause(1_000);
  resting = residentMegabytes();
}

async function stop(): Promise<void> {
  service.signal('SIGTERM');
  await service.ended;
  place.remove();
}

function residentMegabytes(): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${service.pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1_024;
}

async function measured<T>(attack: () => Promise<T>): Promise<Measured<T>> {
  service.signal('SIGUSR2');
  await pause(50);
  let most = 0;
  const timer = setInterval(() => {
    most = Math.max(most, residentMegabytes());
  }, 20);
  try {
    const result = await attack();
    await pause(400);
    const gauge = JSON.parse(readFileSync(join(place.root, 'gauge.json'), 'utf8')) as { p99: number };
    return { result, above: most - resting, held: gauge.p99 };
  } finally {
    clearInterval(timer);
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const chat = (content: string, more = '') =>
  `{"model":"support","messages":[{"role":"user","content":${JSON.stringify(content)}}]${more}}`;

async function post(body: string): Promise<number> {
  const answer = await fetch(`${service.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  await answer.text();
  return answer.status;
}

async function many(count: number, body: string): Promise<number[]> {
  const settled = await Promise.allSettled(Array.from({ length: count }, () => post(body)));
  return settled.map((one) => (one.status === 'fulfilled' ? one.value : 0));
}

/** Status of the answer to a body in chunks of one byte, as much of it as is taken. */
function tinyChunks(wireBytes: number): Promise<string> {
  const { hostname, port } = new URL(service.url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer.slice(9, 12)));
    socket.write(
      'POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n',
    );
    const piece = Buffer.from('1\r\nx\r\n'.repeat(10_000));
    let left = wireBytes;
    const write = (): void => {
      while (left > 0 && !socket.destroyed) {
        left -= piece.length;
        if (!socket.write(piece)) {
          socket.once('drain', write);
          return;
        }
      }
    };
    write();
  });
}

beforeAll(async () => {
  upstream = await startFakeOpenAi((_arrived, res) => {
    res.writeHead(200, { 'content-type': 'application/json' });
    const message = { role: 'assistant', content: 'ok' };
    const usage = { prompt_tokens: 10, completion_tokens: 1, total_tokens: 11 };
    res.end(JSON.stringify({ id: 'x', choices: [{ index: 0, message, finish_reason: 'stop' }], usage }));
  });
});
afterAll(() => upstream.close());

describe('a policy that asks tokens', () => {
  beforeAll(() => serve(''));
  afterAll(stop);

  test.each<[string, (folder: string) => () => void]>([
    [
      'a named pipe',
      (folder) => {
        execFileSync('mkfifo', [join(folder, 'x.route')]);
        return () => unlinkSync(join(folder, 'x.route'));
      },
    ],
    [
      'a link to /dev/zero',
      (folder) => {
        symlinkSync('/dev/zero', join(folder, 'x.route'));
        return () => unlinkSync(join(folder, 'x.route'));
      },
    ],
    [
      'a file of 200 MB',
      (folder) => {
        writeFileSync(join(folder, 'x.route'), '');
        truncateSync(join(folder, 'x.route'), 200 * MB);
        return () => unlinkSync(join(folder, 'x.route'));
      },
    ],
    [
      'a link to the root of the file system',
      (folder) => {
        symlinkSync('/', join(folder, 'root'));
        return () => unlinkSync(join(folder, 'root'));
      },
    ],
  ])('%s in the policy folder is told, and the folder is followed afterwards', async (_, put) => {
    const status = async () =>
      (await (await fetch(`${service.url}/admin/policy`)).json()) as { rejected?: { reason: string } };
    const until = async (rejected: boolean) => {
      for (let look = 0; look < 200 && ((await status()).rejected !== undefined) !== rejected; look += 1)
        await pause(100);
      expect((await status()).rejected !== undefined).toBe(rejected);
    };
    const { above, held } = await measured(async () => {
      const take = put(place.policies);
      await until(true);
      take();
      await until(false);
    });
    expect(above).toBeLessThan(MOST_MEGABYTES);
    expect(held).toBeLessThan(MOST_HELD_MS);
  });

  const words = 'lorem ipsum '.repeat(1_250);
  const message = '{"role":"user","content":"x"}';
  test.each<[string, () => Promise<unknown>, unknown]>([
    [
      'three bodies of 42 MB in chunks of one byte',
      () => Promise.all([1, 2, 3].map(() => tinyChunks(42 * MB))),
      ['400', '400', '400'],
    ],
    ['15 MB of words', () => post(chat('a b c d e f '.repeat((15 * MB) / 12))), 200],
    ['15 MB of Chinese', () => post(chat('中文字符'.repeat((15 * MB) / 12))), 200],
    ['15 MB of quotes', () => post(chat('"'.repeat((15 * MB) / 2))), 200],
    [
      '15 MB in a thousand messages',
      () =>
        post(
          `{"model":"support","messages":[${Array(1_000).fill(`{"role":"user","content":"${words}"}`).join()}]}`,
        ),
      200,
    ],
    [
      '30,000 messages',
      () => post(`{"model":"support","messages":[${Array(30_000).fill(message).join()}]}`),
      200,
    ],
    [
      '100,000 messages',
      () => post(`{"model":"support","messages":[${Array(100_000).fill(message).join()}]}`),
      400,
    ],
    [
      'a million members',
      () => post(chat('x', `,"x":{${Array.from({ length: MB }, (_, at) => `"k${at}":0`).join()}}`)),
      400,
    ],
    ['a million elements', () => post(chat('x', `,"x":[${'0,'.repeat(MB)}0]`)), 400],
    ['a million levels', () => post(chat('x', `,"x":${'['.repeat(MB)}`)), 400],
  ])('%s', async (_, attack, expected) => {
    const { result, above, held } = await measured(attack);
    expect(result).toEqual(expected);
    expect(above).toBeLessThan(MOST_MEGABYTES);
    expect(held).toBeLessThan(MOST_HELD_MS);
    expect(await post(chat('still there?'))).toBe(200);
  });

  test('twenty bodies of 15 MB at once', async () => {
    const { result, above, held } = await measured(() =>
      many(20, chat('a b c d e f '.repeat((15 * MB) / 12))),
    );
    expect(new Set(result)).toEqual(new Set([200, 503]));
    expect(above).toBeLessThan(MOST_MEGABYTES);
    expect(held).toBeLessThan(MOST_HELD_MS);
  });
});

describe('a policy that asks the text', () => {
  beforeAll(() => serve(TEXT_CONDITIONS));
  afterAll(stop);

  test('15 MB of words, alone and in parallel, do not hold the loop', async () => {
    const body = chat('a b c d e f '.repeat((15 * MB) / 12));
    expect((await measured(() => post(body))).held).toBeLessThan(MOST_HELD_MS);
    const { result, above, held } = await measured(() => many(20, body));
    expect(new Set(result)).toEqual(new Set([200, 503]));
    expect(above).toBeLessThan(MOST_MEGABYTES_MATCHING);
    expect(held).toBeLessThan(MOST_HELD_MS);
  });
});
