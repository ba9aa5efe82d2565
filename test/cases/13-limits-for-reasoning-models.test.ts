// A provider that refuses `max_tokens` or `temperature` from everybody: the attempt is repeated at once with it renamed or
// left out, no caller sees it, and the next request is sent right the first time.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CaseGateway, json, type Model, model, route, startCase } from '../support/case-gateway.ts';
import { answerWell } from '../support/fake-openai-server.ts';

type Refusal = readonly [status: number, body: unknown];
const error = (message: string, more: object = {}): Refusal => [
  400,
  { error: { message, type: 'invalid_request_error', ...more } },
];
const MAX = error(
  "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
  {
    param: 'max_tokens',
    code: 'unsupported_parameter',
  },
);
const TEMPERATURE = error(
  "Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is supported.",
  {
    param: 'temperature',
    code: 'unsupported_value',
  },
);

/** Refuses the first of these members that a request has. */
function refusing(refusals: Readonly<Record<string, Refusal>>): Model {
  return (res, arrived, req) => {
    const refused = Object.keys(refusals).find((name) => arrived.json[name] !== undefined);
    const refusal = refused === undefined ? undefined : refusals[refused];
    if (refusal !== undefined) json(res, refusal[0], refusal[1]);
    else return answerWell(arrived, res, req);
  };
}

const MODELS: Readonly<Record<string, Model>> = {
  thinker: refusing({ max_tokens: MAX, temperature: TEMPERATURE }),
  plainly: refusing({
    max_tokens: error("'max_tokens' is not supported with this model; use 'max_completion_tokens'."),
  }),
  claude: refusing({ temperature: error('`temperature` is deprecated for this model.') }),
  kimi: refusing({ temperature: error('invalid temperature: only 1 is allowed for this model') }),
  mistral: refusing({
    max_completion_tokens: [
      422,
      {
        detail: [
          {
            type: 'extra_forbidden',
            loc: ['body', 'max_completion_tokens'],
            msg: 'Extra inputs are not permitted',
            input: 5,
          },
        ],
      },
    ],
  }),
  wrapped: refusing({
    max_tokens: error('Provider returned error', { code: 400, metadata: { raw: JSON.stringify(MAX[1]) } }),
  }),
  told: refusing({ max_tokens: MAX, temperature: TEMPERATURE }),
  both: refusing({
    max_tokens: MAX,
    max_completion_tokens: error("Unsupported parameter: 'max_completion_tokens'.", {
      param: 'max_completion_tokens',
      code: 'unsupported_parameter',
    }),
  }),
  strict: refusing({
    temperature: error("Invalid value for 'temperature': must be at most 2.", { param: 'temperature' }),
  }),
};
const CARD = ['window 128k output 16k', 'price $1 in, $10 out'];
let llmr: CaseGateway;

beforeAll(async () => {
  const names = Object.keys(MODELS);
  llmr = await startCase(
    MODELS,
    names
      .map((name) =>
        model(name, name === 'told' ? [...CARD, 'max as max_completion_tokens', 'fixed temperature'] : CARD),
      )
      .join('') +
      'transform capped {\n  cap output 800\n}\ntransform cool {\n  set temperature 0.2\n}\n' +
      route('capped', 'thinker with capped') +
      route('cool', 'thinker with cool') +
      names.map((name) => route(name, name)).join(''),
    'thinker',
  );
});
afterAll(() => llmr.close());

/** What the last request to the provider held. */
const last = () => llmr.seen.at(-1)?.json ?? {};

test('`cap output` and `set temperature` of a policy', async () => {
  expect((await llmr.chat('capped')).status).toBe(200);
  expect(last()).toMatchObject({ max_completion_tokens: 800 });
  expect(last()).not.toHaveProperty('max_tokens');
  expect((await llmr.chat('cool')).status).toBe(200);
  expect(last()).not.toHaveProperty('temperature');
});

describe.each([
  ['plainly', { max_tokens: 50 }, { max_completion_tokens: 50 }],
  ['wrapped', { max_tokens: 50 }, { max_completion_tokens: 50 }],
  ['mistral', { max_completion_tokens: 50 }, { max_tokens: 50 }],
  ['claude', { temperature: 0.2 }, {}],
  ['kimi', { temperature: 0.2 }, {}],
])('%s', (name, asked, sent) => {
  test.each([false, true])('is asked again at once, and then no more, stream: %s', async (stream) => {
    const first = await llmr.chat(name, { ...asked, stream });
    expect(first.status).toBe(200);
    const [member = ''] = Object.keys(asked);
    expect(last()).toMatchObject(sent);
    expect(last()).not.toHaveProperty(member);
    const before = llmr.count(name);
    expect((await llmr.chat(name, { ...asked, stream })).status).toBe(200);
    expect(llmr.count(name) - before).toBe(1);
  });
});

test('it is one attempt, and the record says what was done', async () => {
  const other = await startCase({ fresh: MODELS['thinker'] as Model }, model('fresh', CARD), 'fresh');
  try {
    const answer = await other.chat('x', { max_tokens: 50, temperature: 0.2 });
    expect(answer.status).toBe(200);
    expect(other.count('fresh')).toBe(3);
    const attempts = await other.attempts(answer);
    expect(attempts).toHaveLength(1);
    expect(attempts[0]).toMatchObject({
      outcome: 'answered',
      repeats: [
        'the provider does not accept max_tokens: sent again as max_completion_tokens',
        'the provider does not accept temperature: sent again without it',
      ],
    });
  } finally {
    await other.close();
  }
});

test('what the policy says is never tried', async () => {
  expect((await llmr.chat('told', { max_tokens: 50, temperature: 0.2 })).status).toBe(200);
  expect(llmr.count('told')).toBe(1);
});

test('what is refused under both names stays a 400, after one repeat each', async () => {
  const answer = await llmr.chat('both', { max_tokens: 50 });
  expect(answer.status).toBe(400);
  expect(JSON.parse(answer.text).error).toMatchObject({ code: 'unsupported_parameter' });
  expect(llmr.count('both')).toBeLessThanOrEqual(3);
});

test('a wrong value is the caller’s, and nothing is repeated', async () => {
  const answer = await llmr.chat('strict', { temperature: 3 });
  expect([answer.status, JSON.parse(answer.text).error.param]).toEqual([400, 'temperature']);
  expect(llmr.count('strict')).toBe(1);
});
