// A target that the budget cannot pay for: the chain goes on with the next one that it can, whatever its `on` says.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CaseGateway, chain, json, model, route, startCase } from '../support/case-gateway.ts';

const DEAR = ['window 128k', 'price $0 in, $1000 out'];
const CHEAP = ['window 128k output 4k', 'price $0 in, $1 out'];
const FREE = ['window 128k', 'price $0 in, $0 out'];
const ASK = { max_tokens: 3_000 };

let llmr: CaseGateway;
beforeAll(async () => {
  const text = [
    model('dear', DEAR),
    model('dear-too', DEAR),
    model('cheap', CHEAP),
    model('free', FREE),
    model('bust', FREE),
    model('dear-bust', CHEAP, 'bust'),
    'budget purse {\n  limit $1/day per team\n}\n',
    chain('dear-first', ['dear', 'free']),
    chain('two-dear', ['dear', 'dear-too', 'cheap']),
    chain('only-timeouts', ['dear', 'free'], 'timeout'),
    chain('fails-then-dear', ['bust', 'dear', 'free'], 'server-error'),
    chain('dear-then-fails', ['dear', 'bust', 'cheap']),
    chain('free-then-dear', ['bust', 'dear']),
    chain('all-dear', ['dear', 'dear-too']),
    'pool either {\n  cheapest of dear, dear-too\n}\n',
    chain('pool-first', ['either', 'free']),
    'split half by request {\n  100% dear\n}\n',
    chain('split-first', ['half', 'free']),
    ...['dear-first', 'two-dear', 'only-timeouts', 'fails-then-dear', 'dear-then-fails'].map((name) =>
      route(name, name),
    ),
    ...['free-then-dear', 'all-dear', 'pool-first', 'split-first'].map((name) => route(name, name)),
    'route spent {\n  because "case"\n  when asked for "degrades" and budget purse used at least 100%\n  use cheap\n}\n',
    'route degrades {\n  because "case"\n  when asked for "degrades"\n  use dear-first\n}\n',
  ].join('');
  llmr = await startCase({ bust: (res) => json(res, 500, { error: { message: 'boom' } }) }, text, 'free');
});
afterAll(() => llmr.close());

test.each([
  ['dear-first', 'free'],
  ['two-dear', 'cheap'],
  ['only-timeouts', 'free'],
  ['fails-then-dear', 'free'],
  ['dear-then-fails', 'cheap'],
  ['pool-first', 'free'],
  ['split-first', 'free'],
])('%s: %s answers, and the decision says which step the budget could not pay for', async (name, by) => {
  const asked = llmr.count('dear') + llmr.count('dear-too');
  const answer = await llmr.chat(name, ASK);
  expect(answer.status).toBe(200);
  expect(answer.model).toBe(by);
  expect(answer.headers.get('llmr-decision')).toContain('reason=budget');
  expect(llmr.count('dear') + llmr.count('dear-too')).toBe(asked);
  const { removed } = await document(answer.id);
  expect(removed).toContainEqual({
    model: expect.stringContaining('dear'),
    kind: 'budget',
    because: expect.stringContaining('budget purse: $1/day per team is too small'),
  });
});

test('streams go on with the next step, too', async () => {
  const answer = await llmr.chat('dear-first', { ...ASK, stream: true });
  expect([answer.status, answer.model]).toEqual([200, 'free']);
  expect(answer.text).toContain('[DONE]');
});

test('a route that asks for the budget is asked first', async () => {
  const answer = await llmr.chat('degrades', ASK);
  expect([answer.status, answer.model]).toEqual([200, 'cheap']);
  expect(answer.headers.get('llmr-decision')).toMatch(/route=spent.*reason=budget/);
});

describe('where no step fits', () => {
  test('402, nothing is sent, and the message says what to do', async () => {
    const answer = await llmr.chat('all-dear');
    expect(answer.status).toBe(402);
    expect(answer.text).toContain('set max_tokens to reserve less');
    expect(llmr.count('dear') + llmr.count('dear-too')).toBe(0);
  });

  test('402 after a free one has failed, which is asked once', async () => {
    const before = llmr.count('bust');
    expect((await llmr.chat('free-then-dear', ASK)).status).toBe(402);
    expect(llmr.count('bust')).toBe(before + 1);
  });
});

async function document(id: string): Promise<{ removed: readonly object[] }> {
  const response = await fetch(`${llmr.gateway.url}/v1/decisions/${id}`);
  return (await response.json()) as { removed: readonly object[] };
}
