/**
 * A provider that quotes its key, the prompt and the end user in every place where an error can hold a text, in every
 * form; and everything that llmr emits, searched for them. The search shares no code with what removes them.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_BREAKER } from '../../src/gateway/health/circuit-breaker.ts';
import {
  type Behaviour,
  DONE,
  type FakeServer,
  FINISH,
  ROLE,
  says,
  startFakeOpenAi,
} from '../support/fake-openai-server.ts';
import { type RunningGateway, runGateway } from '../support/running-gateway.ts';
import { FORMS, traceOf } from '../support/secret-forms.ts';

/** No two runs plant the same. */
const chance = createHash('sha256').update(`${process.pid} ${Date.now()}`).digest('base64url');
const KEY = `zq.${chance.slice(0, 30)}/+=7`;
const PROMPT = `swordfish${chance.slice(30, 36).replace(/\W/g, 'x')}swims`;
const PASSWORD = `pw-${createHash('sha256').update(chance).digest('hex').slice(0, 20)}`;
const USER = `ann.${chance.slice(36, 42).replace(/\W/g, 'y')}@example.com`;

/** A provider that only fails is asked each time all the same. */
const NEVER_OPEN = {
  ...DEFAULT_BREAKER,
  failures: 1e9,
  percent: 101,
  untold: 0,
  longestUntold: 0,
  longestCooling: 0,
};

let provider: FakeServer;
let llmr: RunningGateway;
let behave: Behaviour;

beforeAll(async () => {
  provider = await startFakeOpenAi((arrived, res, req) => behave(arrived, res, req));
  const { port } = new URL(provider.url);
  llmr = await runGateway(
    {
      'p.route': `policy p edition 1 { serves "*" defaults { connect within 1s first token within 2s idle within 1s attempt within 2s whole within 6s } }
provider lab { speaks openai at "http://someone:${PASSWORD}@127.0.0.1:${port}/v1?code=${PASSWORD}x" key env PLANTED_API_KEY }
model small { is "small" on lab window 100k output 1k price $1 in, $2 out }
budget each { limit $500/day per user }
otherwise { use small }
`,
    },
    {},
    undefined,
    { breaker: NEVER_OPEN },
    { PLANTED_API_KEY: KEY },
  );
});
afterAll(async () => {
  await llmr.close();
  await provider.close();
});

/** Every place in which a body, a head or a stream can hold a text. */
type Plant = (said: string, res: ServerResponse) => void | Promise<void>;
const json = (
  status: number,
  body: (said: string) => unknown,
  headers: (said: string) => Record<string, string> = () => ({}),
): Plant => {
  return (said, res) => {
    res.writeHead(status, { 'content-type': 'application/json', ...headers(said) });
    res.end(JSON.stringify(body(said)));
  };
};
const inHeader = (text: string) => text.replace(/[^\x21-\x7e]+/g, '.');
const everyMember = (said: string) => ({
  message: `Rejected: ${said}`,
  type: said,
  param: said,
  code: said,
  status: said,
  innererror: { code: said, message: said },
  metadata: { raw: said, provider_name: said },
  details: [{ reason: said, message: said }],
});
const stream = (...events: ((said: string) => string)[]): Plant => {
  return (said, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream', 'x-said': inHeader(said) });
    for (const event of events) res.write(event(said));
    res.end();
  };
};
const event = (body: unknown) => `data: ${JSON.stringify(body)}\n\n`;

const STATUSES: readonly (readonly [string, Plant])[] = [
  400, 401, 402, 403, 404, 413, 422, 429, 500, 503,
].map((status) => [`${status} with all members`, json(status, (said) => ({ error: everyMember(said) }))]);
const PLANTS: readonly (readonly [string, Plant])[] = [
  ...STATUSES,
  [
    '400, too long',
    json(400, (said) => ({
      error: {
        message: `maximum context length is 10 tokens: ${said}`,
        code: 'context_length_exceeded',
        param: said,
      },
    })),
  ],
  [
    '400, content filter',
    json(400, (said) => ({ error: { message: `filtered: ${said}`, code: 'content_filter', param: said } })),
  ],
  ['an array', json(400, (said) => [{ error: everyMember(said) }])],
  ['a text as error', json(400, (said) => ({ error: said }))],
  [
    'FastAPI detail',
    json(422, (said) => ({
      detail: [{ loc: ['body', 'messages', 0, said], msg: said, input: said, ctx: { error: said } }],
    })),
  ],
  ['a detail text', json(422, (said) => ({ detail: said, message: said }))],
  [
    'plain text',
    (said, res) => void res.writeHead(400, { 'content-type': 'text/plain' }).end(`Bad: ${said}`),
  ],
  [
    'a web page',
    (said, res) =>
      void res
        .writeHead(502, { 'content-type': 'text/html' })
        .end(`<html><title>${said}</title>${said}</html>`),
  ],
  [
    'headers',
    json(
      400,
      () => ({ error: { message: 'no' } }),
      (said) => ({
        'x-request-id': inHeader(said),
        'openai-model': inHeader(said),
        'openai-version': inHeader(said),
        'openai-processing-ms': inHeader(said),
        'www-authenticate': `Bearer realm="${inHeader(said)}"`,
        'set-cookie': `a=${inHeader(said)}`,
        'llmr-explain': inHeader(said),
        'retry-after': inHeader(said),
        link: inHeader(said),
      }),
    ),
  ],
  [
    'headers of a success',
    (said, res) => {
      res.writeHead(200, {
        'content-type': `text/html; x=${inHeader(said)}`,
        'openai-model': inHeader(said),
        'openai-version': inHeader(said),
      });
      res.end(said);
    },
  ],
  [
    'a redirect',
    (said, res) =>
      void res.writeHead(307, { location: `http://127.0.0.1:1/?k=${encodeURIComponent(said)}` }).end(said),
  ],
  [
    'the reason phrase',
    (said, res) => void res.writeHead(400, inHeader(said), { 'content-type': 'application/json' }).end('{}'),
  ],
  [
    'trailers',
    (said, res) => {
      res.writeHead(400, { 'content-type': 'application/json', trailer: 'x-said' });
      res.write('{"error":{"message":"no"}}');
      res.addTrailers({ 'x-said': inHeader(said) });
      res.end();
    },
  ],
  ['200 with an error', json(200, (said) => ({ error: everyMember(said) }))],
  [
    '200 that is no JSON',
    (said, res) => void res.writeHead(200, { 'content-type': 'application/json' }).end(`{"a": ${said}`),
  ],
  [
    '200 with a finish that failed',
    json(200, (said) => ({
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: '' },
          finish_reason: said,
          error: everyMember(said),
        },
      ],
    })),
  ],
  ['an error event at once', stream((said) => event({ error: everyMember(said) }))],
  [
    'an error event by name',
    stream(
      () => ROLE,
      (said) => `event: error\ndata: ${JSON.stringify(everyMember(said))}\n\n`,
    ),
  ],
  [
    'an error event after content',
    stream(
      () => ROLE,
      () => says('One'),
      (said) => event({ error: everyMember(said) }),
    ),
  ],
  [
    'a finish that failed after content',
    stream(
      () => ROLE,
      () => says('One'),
      (said) => event({ choices: [{ index: 0, delta: {}, finish_reason: said, error: everyMember(said) }] }),
    ),
  ],
  [
    'an old error object after content',
    stream(
      () => ROLE,
      () => says('One'),
      (said) => event({ object: 'error', ...everyMember(said), code: 400 }),
    ),
  ],
  [
    'a comment after content',
    stream(
      () => ROLE,
      () => says('One'),
      (said) => `: ${said.replace(/\s/g, ' ')}\n\n`,
      () => FINISH + DONE,
    ),
  ],
  [
    'fields beside data',
    stream(
      () => ROLE,
      (said) => `id: ${said.replace(/\s/g, ' ')}\nretry: 1\n: ${said.replace(/\s/g, ' ')}\n${says('One')}`,
      () => FINISH + DONE,
    ),
  ],
  ['not HTTP', (said, res) => void res.socket?.end(`${inHeader(said)}\r\n\r\n`)],
  [
    'a broken chunk',
    (said, res) => {
      res.writeHead(200, { 'content-type': 'application/json', 'transfer-encoding': 'chunked' });
      res.write('{"choices":[');
      res.socket?.end(`zz${inHeader(said)}\r\n`);
    },
  ],
];

/** What is left of an answer besides its body. */
async function besideBody(answer: Response): Promise<string> {
  const id = answer.headers.get('llmr-decision-id') ?? '';
  const decision = await fetch(`${llmr.url}/v1/decisions/${id}`).then((got) => got.text());
  return [JSON.stringify([...answer.headers]), answer.statusText, decision].join('\n');
}

async function everywhere(): Promise<string> {
  const paths = ['/metrics', '/readyz', '/admin/models', '/admin/policy', '/v1/models'];
  return (await Promise.all(paths.map((path) => fetch(`${llmr.url}${path}`).then((got) => got.text())))).join(
    '\n',
  );
}

async function ask(said: string, plant: Plant, isStreamed: boolean): Promise<[body: string, beside: string]> {
  let isAsked = false;
  behave = (_, res) => {
    isAsked = true;
    return plant(said, res);
  };
  const answer = await llmr.chat(
    {
      model: 'p',
      stream: isStreamed,
      user: USER,
      messages: [{ role: 'user', content: `Why does the ${PROMPT}?` }],
    },
    { 'llmr-user': USER, 'llmr-trace': 'full' },
  );
  const body = await answer.text().catch((error: unknown) => String(error));
  expect(isAsked).toBe(true);
  return [body, await besideBody(answer)];
}

describe.each(PLANTS.map(([name, plant], at) => ({ name, plant, at })))('$name', ({ name, plant, at }) => {
  test.each([false, true])('streamed %s', async (isStreamed) => {
    // The key as it is, and some of its forms, others with each place.
    const forms = [FORMS[0], ...[1, 2, 3].map((one) => FORMS[(at * 3 + one) % FORMS.length])];
    for (const [form, encode] of forms.filter((one) => one !== undefined)) {
      const emitted = (await ask(`${encode(KEY)} ${PASSWORD}`, plant, isStreamed)).join('\n');
      expect(traceOf(KEY, emitted), `${name}, ${form}`).toBeUndefined();
      expect(traceOf(PASSWORD, emitted), `${name}, ${form}`).toBeUndefined();
    }
    const [, beside] = await ask(`${PROMPT} ${USER}`, plant, isStreamed);
    expect(beside).not.toContain(PROMPT);
    expect(beside).not.toContain(USER);
    const shown = await everywhere();
    for (const secret of [KEY, PASSWORD, PROMPT, USER]) expect(traceOf(secret, shown), name).toBeUndefined();
    expect(shown).not.toContain(new URL(provider.url).host);
  });
});

test('the one sentence that a caller reads holds no form of a key', async () => {
  const rejected = json(400, (said) => ({ error: { message: `Rejected: ${said}` } }));
  for (const [form, encode] of FORMS) {
    const [body, beside] = await ask(encode(KEY), rejected, false);
    expect(body).toContain('The provider says: Rejected: ');
    expect(traceOf(KEY, body + beside), form).toBeUndefined();
  }
});

test('no file of the data folder holds any of them', async () => {
  await new Promise((resolve) => setTimeout(resolve, 300));
  const names = await readdir(llmr.data, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile());
  expect(files.map(({ name }) => name).some((name) => name.startsWith('decisions-'))).toBe(true);
  for (const { parentPath, name } of files) {
    const text = await readFile(join(parentPath, name), 'latin1');
    expect(text.includes(KEY) || text.includes(PASSWORD), name).toBe(false);
    expect(text.includes(PROMPT), name).toBe(false);
    if (!name.startsWith('ledger')) expect(text.includes(USER), name).toBe(false);
  }
});
