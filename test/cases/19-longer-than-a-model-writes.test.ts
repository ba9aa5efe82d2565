// More output asked for than a model can write, in any spelling: the limit is lowered, one is sent, the record says so.
// Sources: LiteLLM PR 40209 and issue 5656, ogx PR 5696, arbr PR 46; LM Studio's -1; Ollama's and TGI's names.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CaseGateway, json, model, route, startCase } from '../support/case-gateway.ts';

const LIMITS = ['max_tokens', 'max_completion_tokens', 'max_output_tokens', 'n_predict', 'max_new_tokens'];
const CARD = ['window 128k output 1k', 'price $1 in, $1 out'];
let llmr: CaseGateway;
beforeAll(async () => {
  llmr = await startCase(
    {
      short: (res, { json: body }) => {
        const over = LIMITS.some((name) => Number(body[name] ?? 0) > 1_000);
        const fine = {
          choices: [{ index: 0, message: { role: 'assistant', content: 'ok' }, finish_reason: 'stop' }],
        };
        json(
          res,
          over ? 400 : 200,
          over ? { error: { message: 'max_tokens is too large: at most 1000' } } : fine,
        );
      },
    },
    model('short', CARD) +
      model('newer', [...CARD, 'max as max_completion_tokens', 'fixed temperature'], 'short') +
      route('plain', 'short') +
      route('renamed', 'newer'),
    'short',
  );
});
afterAll(() => llmr.close());

const sent = () => llmr.seen.at(-1)?.json ?? {};
const limitsSent = () =>
  Object.fromEntries(LIMITS.flatMap((name) => (name in sent() ? [[name, sent()[name]]] : [])));

test.each<[string, object, object]>([
  ['lower ones stay', { max_tokens: 900 }, { max_tokens: 900 }],
  ['max_tokens', { max_tokens: 5_000 }, { max_tokens: 1_000 }],
  ['max_completion_tokens', { max_completion_tokens: 5_000 }, { max_completion_tokens: 1_000 }],
  ['max_output_tokens', { max_output_tokens: 5_000 }, { max_output_tokens: 1_000 }],
  ['n_predict', { n_predict: 5_000 }, { n_predict: 1_000 }],
  ['max_new_tokens', { max_new_tokens: 5_000 }, { max_new_tokens: 1_000 }],
  ['the larger of two', { max_tokens: 10, max_completion_tokens: 700 }, { max_completion_tokens: 700 }],
  ['two alike', { max_tokens: 700, max_completion_tokens: 700 }, { max_tokens: 700 }],
  ['a lower one beside a spelling of Ollama', { max_tokens: 10, options: { num_predict: 700 } }, {}],
  ['no limit', { max_tokens: -1 }, { max_tokens: -1 }],
])('%s', async (_, more, expected) => {
  const answer = await llmr.chat('plain', more);
  expect([answer.status, answer.model]).toEqual([200, 'short']);
  expect(limitsSent()).toEqual(expected);
});

test('the record and Llmr-Explain show it', async () => {
  const answer = await llmr.chat('plain', { max_tokens: 5_000 });
  expect(answer.explain).toContain('output limit lowered to 1k tokens');
  expect((await llmr.attempts(answer))[0]?.['changes']).toEqual(['output limit lowered to 1k tokens']);
});

test('the name and the temperature are the model’s', async () => {
  const answer = await llmr.chat('renamed', { max_tokens: 500, temperature: 0.2 });
  expect(limitsSent()).toEqual({ max_completion_tokens: 500 });
  expect(sent()).not.toHaveProperty('temperature');
  expect(answer.explain).toContain('max_tokens sent as max_completion_tokens');
});

test('members that choose a model or a price are held back and named', async () => {
  const answer = await llmr.chat('plain', { models: ['x'], Service_Tier: 'priority', Model: 'x', seed: 1 });
  expect(Object.keys(sent()).sort()).toEqual(['messages', 'model', 'seed']);
  expect(answer.explain).toContain('not passed on: models, service_tier, model');
});

test.each([{ n: '128' }, { n: 0 }, { max_tokens: 0 }, { max_tokens: '5' }, { best_of: 1.5 }])(
  '400 for %j',
  async (more) => {
    expect((await llmr.chat('plain', more)).status).toBe(400);
  },
);
