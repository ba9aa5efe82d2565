/** What comes with a later version says so, and is never taken for something else. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, type RunningGateway, readJson, runGateway } from '../support/running-gateway.ts';

let llmr: RunningGateway;
beforeAll(async () => {
  llmr = await runGateway({
    'p.route': `policy p edition 1 { serves "support" }
provider lab { speaks simulated }
model small { is "small" on lab  window 8k output 1k }
otherwise { use small }
`,
  });
});
afterAll(() => llmr.close());

type Failure = { error: { message: string; param: string | null } };
const post = (path: string) =>
  fetch(`${llmr.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ask('hello')),
  });

test.each(['/v1/responses', '/v1/embeddings', '/hooks/mlflow'])('%s', async (path) => {
  const answer = await post(path);
  expect(answer.status).toBe(404);
  const { error } = await readJson<Failure>(answer);
  expect(error.message).toMatch(/is not available in this version of llmr; use POST \/v1\/chat/);
  expect(answer.headers.get('llmr-explain')).toBe(error.message);
});

test('GET /console and /admin/experiments', async () => {
  for (const path of ['/console', '/admin/experiments']) {
    const answer = await fetch(`${llmr.url}${path}`);
    expect(answer.status).toBe(404);
    expect((await readJson<Failure>(answer)).error.message).toMatch(/not available in this version/);
  }
});

test('a body of another dialect is not decided as if it were chat', async () => {
  for (const endpoint of ['responses', 'embeddings', 'nonsense']) {
    const answer = await post(`/v1/route?endpoint=${endpoint}`);
    expect(answer.status).toBe(400);
    expect((await readJson<Failure>(answer)).error).toMatchObject({
      param: 'endpoint',
      message: expect.stringMatching(/supports "chat" and "messages"/),
    });
  }
  expect((await post('/v1/route?endpoint=chat')).status).toBe(200);
});
