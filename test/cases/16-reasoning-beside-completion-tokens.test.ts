// What usage says of reasoning and of caches, in the several ways it is said, streamed and not; and what it leaves out.
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type CaseGateway,
  events,
  json,
  type Model,
  model,
  route,
  startCase,
} from '../support/case-gateway.ts';

const TEXT = 'word '.repeat(80);
const reasoning = (reasoning_tokens: number) => ({ completion_tokens_details: { reasoning_tokens } });

/** Cost in micro-dollars at $1 in, $10 out, $0.10 cached, $1.25 cache write. */
const CASES: Readonly<
  Record<string, readonly [usage: object | null, micros: number | readonly [number, number]]>
> = {
  within: [{ prompt_tokens: 1000, completion_tokens: 510, total_tokens: 1510, ...reasoning(500) }, 6_100],
  beside: [{ prompt_tokens: 1000, completion_tokens: 110, total_tokens: 1610, ...reasoning(500) }, 7_100],
  'only-in-the-total': [{ prompt_tokens: 1000, completion_tokens: 110, total_tokens: 1610 }, 7_100],
  'at-the-top': [{ prompt_tokens: 1000, completion_tokens: 110, reasoning_tokens: 500 }, 7_100],
  cached: [
    {
      prompt_tokens: 1000,
      completion_tokens: 100,
      total_tokens: 1100,
      prompt_tokens_details: { cached_tokens: 900 },
    },
    1_190,
  ],
  hits: [
    { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100, prompt_cache_hit_tokens: 900 },
    1_190,
  ],
  'cached-at-the-top': [
    { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100, cached_tokens: 900 },
    1_190,
  ],
  writes: [
    {
      prompt_tokens: 1000,
      completion_tokens: 100,
      total_tokens: 1100,
      prompt_tokens_details: { cache_write_tokens: 800 },
    },
    2_200,
  ],
  'anthropic-names': [
    { input_tokens: 100, output_tokens: 100, cache_read_input_tokens: 800, cache_creation_input_tokens: 100 },
    1_305,
  ],
  'bills-more': [{ prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100, cost: 0.031 }, 31_000],
  'no-usage': [null, [800, 1_400]],
  zeros: [{ prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }, [800, 1_400]],
  'less-than-seen': [{ prompt_tokens: 1000, completion_tokens: 3, total_tokens: 1003 }, [1_800, 2_400]],
  absurd: [
    { prompt_tokens: 1000, completion_tokens: 900_000_000, total_tokens: 900_001_000 },
    [100_000, 170_000],
  ],
};

let llmr: CaseGateway;
beforeAll(async () => {
  const clauses = ['window 128k output 16k', 'price $1 in, $10 out, $0.10 cached, $1.25 cache write'];
  const behave =
    (usage: object | null): Model =>
    (res, { json: body }) => {
      const told = usage === null ? {} : { usage };
      if (body['stream'] === true) {
        events(
          res,
          { choices: [{ index: 0, delta: { role: 'assistant', content: TEXT } }] },
          { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
          { choices: [], ...told },
        );
      } else {
        const message = { role: 'assistant', content: TEXT };
        json(res, 200, { choices: [{ index: 0, message, finish_reason: 'stop' }], ...told });
      }
    };
  const names = Object.keys(CASES);
  llmr = await startCase(
    Object.fromEntries(Object.entries(CASES).map(([name, [usage]]) => [name, behave(usage)])),
    names.map((name) => model(name, clauses) + route(name, name)).join(''),
    'within',
  );
});
afterAll(() => llmr.close());

const all = Object.entries(CASES).flatMap(([name, [usage, micros]]) =>
  [false, true].map((stream) => [name, stream, usage, micros] as const),
);

test.each(all)('%s, streamed %s', async (name, stream, usage, micros) => {
  const [attempt] = await llmr.attempts(await llmr.chat(name, { stream, max_tokens: 10_000 }));
  const cost = Math.round(Number(attempt?.['costUsd']) * 1e6);
  if (typeof micros === 'number') {
    expect(cost).toBe(micros);
    expect(attempt?.['usageNote']).toBeUndefined();
  } else {
    expect(cost).toBeGreaterThanOrEqual(micros[0]);
    expect(cost).toBeLessThanOrEqual(micros[1]);
    expect(attempt?.['usageNote']).toMatch(usage === null ? /reported no usage/ : /reported \d+/);
  }
});
