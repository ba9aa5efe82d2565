/** What must stay with the caller: ids of end users and prompts are in no header, log line or trace. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunningGateway, runGateway } from '../support/running-gateway.ts';

const POLICY = {
  'p.route': `policy p edition 1 { serves "p" }
provider lab { speaks simulated }
model small { is "small" on lab  window 8k output 1k  price $1 in, $2 out }
tier free, pro
budget each { limit $5/day per user }
route own { when user is "carol@example.com"  use small }
route beta { when header "x-beta" like "b*"  use small }
otherwise { use small }
`,
};
const ANN = { 'llmr-user': 'ann@example.com', 'llmr-team': 'acme', 'x-beta': 'private-beta' };

let llmr: RunningGateway;
beforeEach(async () => {
  llmr = await runGateway(POLICY);
});
afterEach(() => llmr.close());

async function decisionLog(): Promise<string> {
  for (;;) {
    const names = (await readdir(llmr.data)).filter((name) => name.startsWith('decisions-'));
    const texts = await Promise.all(names.map((name) => readFile(join(llmr.data, name), 'utf8')));
    if (texts.join('') !== '') return texts.join('');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('an end user is in no header, trace or log line, and still finds the decision', async () => {
  const answer = await llmr.chat(
    { model: 'p', messages: [{ role: 'user', content: 'the swordfish swims' }] },
    { ...ANN, 'llmr-trace': 'full' },
  );
  await answer.text();
  const id = answer.headers.get('llmr-decision-id') ?? '';
  const read = (headers: Record<string, string>) =>
    fetch(`${llmr.url}/v1/decisions/${id}`, { headers }).then(async (found) => [
      found.status,
      await found.text(),
    ]);
  const [status, trace] = await read(ANN);
  expect(status).toBe(200);
  expect((await read({ ...ANN, 'llmr-user': 'bob@example.com' }))[0]).toBe(404);
  const told = [JSON.stringify([...answer.headers]), trace, await decisionLog()].join('\n');
  for (const secret of ['ann@example.com', 'private-beta', 'swordfish']) expect(told).not.toContain(secret);
});

test('what a caller sent is in no header of an error either, and none is too large to be read', async () => {
  const secret = `swordfish ${'x'.repeat(40_000)}`;
  const post = (path: string, body: object) =>
    fetch(`${llmr.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const answers = [
    await post('/v1/feedback', { decision: '01ARZ3NDEKTSV4RRFFQ69G5FAV', score: 1, [secret]: 1 }),
    await post('/v1/chat/completions', {
      model: secret.slice(0, 250),
      messages: [{ role: 'user', content: 'hi' }],
    }),
    await post('/v1/swordfish', {}),
  ];
  expect(answers.map((answer) => answer.status)).toEqual([400, 404, 404]);
  for (const answer of answers) {
    expect(answer.headers.get('llmr-explain')).toMatch(/^[A-Z][\x20-\x7e]+\.$/);
    expect(JSON.stringify([...answer.headers])).not.toContain('swordfish');
    expect(JSON.stringify([...answer.headers]).length).toBeLessThan(2_048);
    expect(JSON.stringify(await answer.json())).toContain('swordfish');
  }
});

test('the address of a provider is not told, nor what is in it', async () => {
  await llmr.write(
    'p.route',
    `policy p edition 1 { serves "p"  defaults { whole within 1s } }
provider away { speaks openai at "http://somebody:swordfish@127.0.0.1:9/v1?code=swordfish" }
model small { is "small" on away  window 8k output 1k }
otherwise { use small }
`,
  );
  const before = llmr.gateway.service.current()?.hash;
  while (llmr.gateway.service.current()?.hash === before)
    await new Promise((resolve) => setTimeout(resolve, 20));
  const answer = await llmr.chat({ model: 'p', messages: [{ role: 'user', content: 'hi' }] });
  expect(answer.status).toBe(502);
  const id = answer.headers.get('llmr-decision-id') ?? '';
  const told = [
    await answer.text(),
    await (await fetch(`${llmr.url}/metrics`)).text(),
    await (await fetch(`${llmr.url}/v1/decisions/${id}`)).text(),
    await (await fetch(`${llmr.url}/admin/models`)).text(),
  ].join('\n');
  expect(told).toContain('llmr_breaker_state{deployment="away/small"}');
  expect(told).not.toMatch(/127\.0\.0\.1:9\b|[a-z]:9\b/);
  expect(told).not.toContain('swordfish');
});
