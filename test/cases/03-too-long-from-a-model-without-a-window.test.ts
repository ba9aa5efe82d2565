// `on too-long` after a model whose window nobody declared: any other model may hold the request.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CaseGateway, chain, json, model, route, startCase } from '../support/case-gateway.ts';

const bare = ['price $1 in, $1 out'];
const tooLong = { error: { message: 'too many tokens', code: 'context_length_exceeded' } };
let llmr: CaseGateway;

beforeAll(async () => {
  llmr = await startCase(
    { tight: (res) => json(res, 400, tooLong), tight2: (res) => json(res, 400, tooLong) },
    model('tight', bare) +
      model('tight2', bare) +
      model('small', ['window 8k', ...bare]) +
      model('vast', ['window 1M', ...bare]) +
      model('bare', bare) +
      chain('a', ['tight', 'vast'], 'too-long') +
      chain('b', ['tight', 'bare'], 'too-long') +
      chain('inner', ['tight retry 2'], 'overload') +
      chain('nested', ['inner', 'vast']) +
      chain('through', ['tight', 'tight2', 'small'], 'too-long') +
      chain('alone', ['tight', 'tight'], 'too-long') +
      ['a', 'b', 'nested', 'through', 'alone'].map((name) => route(`to-${name}`, name)).join(''),
    'bare',
  );
});
afterAll(() => llmr.close());

test.each([
  ['to-a', 'vast'],
  ['to-b', 'bare'],
  ['to-nested', 'vast'],
  ['to-through', 'small'],
])('%s: %s answers', async (asked, want) => {
  const answer = await llmr.chat(asked);
  expect([answer.status, answer.model]).toEqual([200, want]);
});

test('never the same model again, and with none left it is the caller’s 400', async () => {
  const before = llmr.count('tight');
  const answer = await llmr.chat('to-alone');
  expect(answer.status).toBe(400);
  expect(JSON.parse(answer.text).error.code).toBe('context_length_exceeded');
  expect(llmr.count('tight') - before).toBe(1);
});
