/** Names beyond ASCII in headers, as bytes on a socket: who asks, what a condition compares with, what a predicate sees. */
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { headerText } from '../../../src/gateway/callers/header-text.ts';
import { type RunningGateway, runGateway } from '../../support/running-gateway.ts';

const POLICY = `policy p edition 1 { serves "p" }
provider lab { speaks simulated }
model m { is "m" on lab  window 8k output 1k  price $1 in, $2 out }
predicate vip { }
budget each { limit $5/day per user }
route team { when team is "zürich" use m }
route long { when team like "ééé*" use m }
route user { when user is "日本" use m }
route header { when header "x-c" is "café" use m }
route predicate { when predicate vip holds use m }
route encoded { when team is "z%C3%BCrich" use m }
otherwise { use m }
`;

let llmr: RunningGateway;
/** By name of the header: what the predicate saw. */
const seen: string[] = [];
beforeAll(async () => {
  llmr = await runGateway({ 'p.route': POLICY }, {}, undefined, {
    predicates: {
      vip: ({ headers, team }) => {
        if (headers['x-v'] !== undefined) seen.push(`${headers['x-v']} ${team}`);
        return headers['x-v'] === 'naïve';
      },
    },
  });
});
afterAll(() => llmr.close());

/** The route that a request with such header lines takes, in bytes: Latin-1 unless they are a buffer. */
function routeFor(...lines: readonly (readonly [string, string | Buffer])[]): Promise<string> {
  const body = '{"model":"p","messages":[{"role":"user","content":"hello"}]}';
  const head = `POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: ${body.length}\r\n`;
  const extra = lines.flatMap(([name, value]) => [
    Buffer.from(`${name}: `),
    typeof value === 'string' ? Buffer.from(value, 'latin1') : value,
    Buffer.from('\r\n'),
  ]);
  const bytes = Buffer.concat([Buffer.from(head), ...extra, Buffer.from(`\r\n${body}`)]);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(new URL(llmr.url).port), '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => {
      const answer = Buffer.concat(chunks).toString('latin1');
      resolve(/^llmr-route: *(.+?)\r$/im.exec(answer)?.[1] ?? answer.slice(0, 300));
    });
  });
}
const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');

test('names that callers state are UTF-8 where their bytes are, else Latin-1', async () => {
  expect(await routeFor(['llmr-team', utf8('zürich')])).toBe('team');
  expect(await routeFor(['llmr-team', 'z\xfcrich'])).toBe('team');
  expect(await routeFor(['llmr-user', utf8('日本')])).toBe('user');
  // As long as a name may be in characters, not in bytes.
  expect(await routeFor(['llmr-team', utf8('é'.repeat(200))])).toBe('long');
});

test('nothing is decoded that was encoded by hand', async () => {
  expect(await routeFor(['llmr-team', 'z%C3%BCrich'])).toBe('encoded');
  // Twice encoded: a client that takes UTF-8 bytes for Latin-1 and encodes them again is read as what it sent.
  expect(await routeFor(['llmr-team', utf8('z\xc3\xbcrich')])).toBe('otherwise');
});

test('a condition and a predicate read the same', async () => {
  for (const value of [utf8('café'), 'caf\xe9']) expect(await routeFor(['x-c', value])).toBe('header');
  for (const value of [utf8('naïve'), 'na\xefve'])
    expect(await routeFor(['x-v', value], ['llmr-team', utf8('köln')])).toBe('predicate');
  expect(seen).toEqual(['naïve köln', 'naïve köln']);
});

test('bytes are UTF-8 where they can be', () => {
  const latin = (text: string): string => utf8(text).toString('latin1');
  expect(
    ['plain', latin('café'), latin('日本'), 'caf\xe9', [latin('é'), latin('ü')]].map((value) =>
      headerText(value),
    ),
  ).toEqual(['plain', 'café', '日本', 'café', 'é, ü']);
  expect(headerText(undefined)).toBeUndefined();
});
