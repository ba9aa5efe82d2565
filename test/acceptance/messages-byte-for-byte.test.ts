/** What reaches a provider that speaks Anthropic Messages, and comes back from it: the caller's bytes and headers. */
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  answers,
  BLOCK,
  BLOCK_END,
  delta,
  event,
  FINISH,
  MESSAGE,
  MessagesGateway,
  PING,
  QUESTION,
  START,
  STOP,
} from '../support/messages-gateway.ts';

let gateway: MessagesGateway;

beforeAll(async () => {
  gateway = await MessagesGateway.start();
});
afterEach(() => gateway.provider.always(undefined));
afterAll(() => gateway.close());

test('a body goes through byte for byte but for the name of the model', async () => {
  const value = fc.jsonValue({ maxDepth: 3 });
  const space = fc.constantFrom('', ' ', '\r\n\t');
  const body = fc
    .record({
      system: fc.constantFrom(
        '"Be brief."',
        '[{"type":"text","text":"\\u00e9","cache_control":{"ttl":"1h"}}]',
      ),
      thinking: fc.constantFrom('{"type":"thinking","thinking":"…","signature":"c2ln"}', ''),
      seed: fc.constantFrom('9007199254740993', '1.50', '-0.0e+10'),
      unknown: value,
      space,
    })
    .map(({ system, thinking, seed, unknown, space: s }) => {
      const spoken =
        thinking === '' ? '' : `,{"role":"assistant","content":[${thinking}]},{"role":"user","content":"on"}`;
      return `{"zeta":${s}${seed},"model":"claude-main",${s}"max_tokens":64${s},"system":${system},"messages":[{"role":"user","content":[{"type":"text","text":"ü \\ud83d\\ude00"}]}${spoken}],"later":${JSON.stringify(unknown)}${s}}`;
    });
  await fc.assert(
    fc.asyncProperty(body, async (sent) => {
      gateway.provider.next(answers(JSON.stringify(MESSAGE)));
      const answer = await gateway.post(sent);
      expect(await answer.text()).toBe(JSON.stringify(MESSAGE));
      const received = gateway.provider.requests.at(-1)?.bytes.toString('utf8');
      expect(received).toBe(sent.replace('"claude-main"', '"claude-sonnet-4-5"'));
    }),
    { numRuns: 60 },
  );
});

test('a stream comes back byte for byte, in any pieces and with any line ends', async () => {
  const events = [
    PING,
    event({ type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '' } }),
    event({ type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 'c2ln' } }),
    event({ type: 'later_kind', big: 1e21, text: 'ü\u2028' }),
    'event: content_block_delta\ndata:{"type": "content_block_delta", "index":0,"delta":{"type":"text_delta","text":"\\u00e9"}}\n\n',
  ];
  const drawn = fc.record({
    middle: fc.array(fc.constantFrom(...events), { maxLength: 6 }),
    ends: fc.constantFrom('\n', '\r\n'),
    cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(drawn, async ({ middle, ends, cuts }) => {
      const said = START + BLOCK + delta('Hello') + middle.join('') + BLOCK_END + FINISH + STOP;
      const bytes = Buffer.from(said.replaceAll('\n', ends));
      const places = [0, ...cuts.map((cut) => Math.floor(cut * bytes.length)), bytes.length].sort(
        (a, b) => a - b,
      );
      gateway.provider.next(async (_, res) => {
        res.writeHead(200, { 'content-type': 'text/event-stream' });
        for (const [index, from] of places.slice(0, -1).entries()) {
          res.write(bytes.subarray(from, places[index + 1]));
          await new Promise((resolve) => setImmediate(resolve));
        }
        res.end();
      });
      const answer = await gateway.post(JSON.stringify({ ...QUESTION, stream: true }));
      // What follows the end of the last event is not passed on.
      expect((await answer.text()).trimEnd()).toBe(bytes.toString('utf8').trimEnd());
    }),
    { numRuns: 60 },
  );
});

test('headers are open lists, but for credentials and betas at another price', async () => {
  gateway.provider.next(
    answers(JSON.stringify(MESSAGE), {
      'request-id': 'req_011CQ',
      'anthropic-ratelimit-unified-status': 'allowed_warning',
      'anthropic-ratelimit-unified-reset': '2026-12-01T18:00:00Z',
      'anthropic-ratelimit-odd': 'sk-ant-api03-secret',
      'anthropic-organization-id': '0f1e',
      'x-should-retry': 'false',
      'set-cookie': 'a=b',
    }),
  );
  const answer = await gateway.post(JSON.stringify(QUESTION), {
    authorization: 'Bearer sk-ant-oat01-caller',
    'x-api-key': 'sk-ant-caller',
    'anthropic-version': '2026-10-21',
    'anthropic-beta': 'claude-code-20250219, context-1m-2025-08-07,fast-mode-2026-02-01, later-2027',
    'anthropic-workspace-id': 'wrk_1',
    'x-claude-code-session-id': 's-1',
  });
  const { headers } = gateway.provider.requests.at(-1) ?? { headers: {} };
  expect(headers).toMatchObject({
    'x-api-key': 'sk-test',
    'anthropic-version': '2026-10-21',
    'anthropic-beta': 'claude-code-20250219, later-2027',
    'anthropic-workspace-id': 'wrk_1',
    'x-claude-code-session-id': 's-1',
  });
  expect(headers).not.toHaveProperty('authorization');
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'request-id': 'req_011CQ',
    'anthropic-ratelimit-unified-status': 'allowed_warning',
    'anthropic-ratelimit-unified-reset': '2026-12-01T18:00:00Z',
    'x-should-retry': 'false',
  });
  for (const name of ['anthropic-ratelimit-odd', 'anthropic-organization-id', 'set-cookie'])
    expect(answer.headers.has(name)).toBe(false);
});

test('what would pick another price is held back, and said', async () => {
  gateway.provider.next(answers(JSON.stringify(MESSAGE)));
  const answer = await gateway.post(JSON.stringify({ ...QUESTION, speed: 'fast', service_tier: 'priority' }));
  expect(gateway.provider.requests.at(-1)?.json).not.toHaveProperty('speed');
  const { attempts } = await gateway.decisionOf(answer);
  expect(attempts[0]?.changes).toEqual(['not passed on: speed, service_tier']);
});
