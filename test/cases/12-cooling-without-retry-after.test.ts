// A first target that turns everything down for now is not asked by every request; and what it says of the time reaches
// the caller where nobody else can answer.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type CaseGateway,
  chain,
  json,
  type Model,
  model,
  route,
  startCase,
} from '../support/case-gateway.ts';

const error = (message: string, code: string | number | null = null) => ({
  error: { message, code, type: null },
});
/** What a provider answers, and how often at most 20 requests may ask it. */
const DOWN: Readonly<Record<string, readonly [number, Model]>> = {
  busy: [8, (res) => json(res, 429, error('Slow down', 'rate_limit_exceeded'))],
  quota: [8, (res) => json(res, 429, error('No credit left', 'insufficient_quota'))],
  unpaid: [8, (res) => json(res, 402, error('More credits are needed', '402'))],
  badkey: [8, (res) => json(res, 401, error('No such key', 'invalid_api_key'))],
  forbidden: [8, (res) => json(res, 403, error('Forbidden', 'permission_denied'))],
  credit: [8, (res) => json(res, 400, error('Your credit balance is too low to access the Anthropic API.'))],
  gone: [8, (res) => json(res, 404, error('The model `gone` does not exist', 'model_not_found'))],
  dead: [8, (res) => json(res, 500, error('boom'))],
  told: [1, (res) => json(res, 429, error('Slow down', 'rate_limit_exceeded'), { 'retry-after': '30' })],
  later: [1, (res) => json(res, 503, error('Back soon'), { 'retry-after': '30' })],
  google: [
    1,
    (res) =>
      json(res, 429, [
        {
          error: { code: 429, status: 'RESOURCE_EXHAUSTED', message: 'x', details: [{ retryDelay: '30s' }] },
        },
      ]),
  ],
  words: [1, (res) => json(res, 429, error('Rate limit reached. Please try again in 30s.'))],
  reset: [
    1,
    (res) =>
      json(res, 429, error('Slow down'), {
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-reset-requests': '30s',
      }),
  ],
};
const names = Object.keys(DOWN);
let llmr: CaseGateway;
let fixed = false;

beforeAll(async () => {
  const behaviours = Object.fromEntries(
    names.map((name): [string, Model] => [name, DOWN[name]?.[1] ?? (() => {})]),
  );
  llmr = await startCase(
    {
      ...behaviours,
      large: (res, { json: { user } }) =>
        user === 'large'
          ? json(
              res,
              429,
              error(
                'Request too large for x on tokens per min (TPM): Limit 3, Requested 6.',
                'rate_limit_exceeded',
              ),
            )
          : json(res, 200, {
              choices: [{ message: { role: 'assistant', content: 'fine' }, finish_reason: 'stop' }],
            }),
      rotated: (res) =>
        fixed
          ? json(res, 200, {
              choices: [{ message: { role: 'assistant', content: 'fine' }, finish_reason: 'stop' }],
            })
          : json(res, 401, error('No such key', 'invalid_api_key')),
    },
    ['ok', 'large', 'rotated', ...names].map((name) => model(name)).join('') +
      [...names, 'large']
        .map(
          (name) =>
            chain(`c-${name}`, [name, 'ok'], 'rate-limit, overload, server-error, auth, gone') +
            route(`r-${name}`, `c-${name}`),
        )
        .join('') +
      chain('both', ['told', 'words'], 'rate-limit') +
      ['told', 'later', 'google', 'busy', 'rotated', 'both']
        .map((name) => route(`only-${name}`, name))
        .join(''),
    'ok',
  );
});
afterAll(() => llmr.close());

describe.each(names)('%s', (name) => {
  test('twenty requests ask it no more often than they must, and all are answered', async () => {
    const before = llmr.count(name);
    for (let count = 0; count < 20; count += 1) expect((await llmr.chat(`r-${name}`)).model).toBe('ok');
    expect(llmr.count(name) - before).toBeLessThanOrEqual(DOWN[name]?.[0] ?? 0);
  });
});

describe('nobody else: the caller is told when', () => {
  test.each([
    ['only-told', 429],
    ['only-later', 503],
    ['only-google', 429],
    ['only-both', 429],
  ])('%s: %i with Retry-After: 30', async (asked, status) => {
    const answer = await llmr.chat(asked);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([status, '30']);
  });
});

test('a limit that is too small for one request does not turn the others away', async () => {
  expect((await llmr.chat('r-large', { user: 'large' })).model).toBe('ok');
  expect((await llmr.chat('r-large')).model).toBe('large');
});

test('a key that works again is used at once where there is nobody else', async () => {
  expect((await llmr.chat('only-rotated')).status).toBe(502);
  fixed = true;
  expect((await llmr.chat('only-rotated')).status).toBe(200);
});
