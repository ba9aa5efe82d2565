/** From answers to a better choice: feedback and checks become outcomes, outcomes a table, the table a choice. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { folder } from '../cli/run-in-folder.ts';
import { type RunningGateway, runGateway } from '../support/running-gateway.ts';

const POLICY = {
  'p.route': `policy p edition 1 { serves "p" }
provider lab { speaks simulated }
model small { is "small" on lab  window 8k output 1k }
model large { is "large" on lab  window 8k output 1k }
intent refund { like "refund order 77"  like "I want my money back"  like "you charged me twice, refund it" }
check short { contains "no simulated answer says this"  on failure try next }
route refunds { when intent is refund  use small }
route checked { when header "x-check" is "yes"  use large  expect short }
otherwise { use large }
`,
};
let llmr: RunningGateway;
beforeEach(async () => {
  llmr = await runGateway(POLICY);
});
afterEach(() => llmr.close());

async function ask(content: string, headers: Record<string, string> = {}): Promise<string> {
  const answer = await llmr.chat({ model: 'p', messages: [{ role: 'user', content }] }, headers);
  await answer.arrayBuffer();
  return answer.headers.get('llmr-decision-id') ?? '';
}
const give = (body: object, headers: Record<string, string> = {}) =>
  fetch(`${llmr.url}/v1/feedback`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const decision = async (id: string) =>
  (await (await fetch(`${llmr.url}/v1/decisions/${id}`)).json()) as { feedback?: object };

describe('feedback', () => {
  test('is joined to its decision, can be given again, and is counted once', async () => {
    const id = await ask('refund order 77');
    const first = await give({ decision: id, score: 0.2, label: 'rude', comment: 'not so' });
    expect(first.status).toBe(200);
    expect(await first.json()).toEqual({ version: 1, decision: id, score: 0.2, replaced: false });
    expect((await decision(id)).feedback).toMatchObject({ score: 0.2, label: 'rude', comment: 'not so' });
    expect(await (await give({ decision: id.toLowerCase(), score: 1 })).json()).toMatchObject({
      replaced: true,
    });
    expect((await decision(id)).feedback).toEqual({ score: 1, time: expect.any(String) });
    const metrics = await (await fetch(`${llmr.url}/metrics`)).text();
    expect(metrics).toContain('llmr_feedback_total{policy="p",route="refunds",model="small"} 1');
    expect(metrics).toContain('llmr_feedback_score_total{policy="p",route="refunds",model="small"} 0.2');
    const [file = ''] = (await readdir(llmr.data)).filter((name) => name.startsWith('feedback-'));
    expect((await readFile(join(llmr.data, file), 'utf8')).trim().split('\n')).toHaveLength(2);
  });

  test('that comes twice at once counts once', async () => {
    const id = await ask('refund order 77');
    const answers = await Promise.all([0.5, 0.5, 0.5, 0.5].map((score) => give({ decision: id, score })));
    const replaced = await Promise.all(
      answers.map(async (one) => (await one.json()) as { replaced: boolean }),
    );
    expect(replaced.filter((one) => !one.replaced)).toHaveLength(1);
    const metrics = await (await fetch(`${llmr.url}/metrics`)).text();
    expect(metrics).toContain('llmr_feedback_total{policy="p",route="refunds",model="small"} 1');
  });

  test('is about answers, and not about what was only asked for', async () => {
    const asked = await fetch(`${llmr.url}/v1/route`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'p', messages: [{ role: 'user', content: 'refund order 77' }] }),
    });
    const { id } = (await asked.json()) as { id: string };
    const refused = await give({ decision: id, score: 1 });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('without an answer that could be judged');
  });

  test('of others is not there, and what is wrong is said', async () => {
    const id = await ask('hello', { 'llmr-user': 'ann' });
    const status = async (body: object, headers?: Record<string, string>) =>
      (await give(body, headers)).status;
    expect(await status({ decision: id, score: 1 }, { 'llmr-user': 'bob' })).toBe(404);
    expect(await status({ decision: id, score: 1 }, { 'llmr-user': 'ann' })).toBe(200);
    expect(await status({ decision: '01ARZ3NDEKTSV4RRFFQ69G5FAV', score: 1 })).toBe(404);
    const said = async (body: object) =>
      ((await (await give(body)).json()) as { error: { message: string } }).error.message;
    expect(await said({ score: 1 })).toBe('"decision" is missing.');
    expect(await said({ decision: id, score: 7 })).toBe('"score" must be <= 1.');
    expect(await said({ decision: id, score: 1, stars: 5 })).toBe(
      'Unknown member "stars": allowed are decision, score, label and comment.',
    );
    expect((await fetch(`${llmr.url}/v1/feedback`, { method: 'POST', body: '{}' })).status).toBe(415);
  });
});

test('feedback and checks are exported as outcomes, which learning makes a table of', async () => {
  for (const score of [1, 1, 0.5, 1, 1, 1]) await give({ decision: await ask('refund order 77'), score });
  const checked = await ask('tell me a long story about the sea', { 'x-check': 'yes' });
  await ask('nobody says anything of this one');
  await llmr.gateway.service.findDecision(checked, { admin: true } as never);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const place = folder();
  onTestFinished(() => place.remove());
  const outcomes = join(llmr.data, 'outcomes.jsonl');
  expect((await place.run('export', '--to', 'outcomes', '--data', llmr.data, '--out', outcomes)).code).toBe(
    0,
  );
  const rows = (await readFile(outcomes, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows).toHaveLength(7);
  expect(rows[0]).toEqual({ decision: expect.any(String), intent: 'refund', quality: { small: 1 } });
  expect(rows[6]).toMatchObject({ decision: checked, quality: { large: 0 } });
  const table = join(llmr.data, 'quality.csv');
  expect((await place.run('learn', outcomes, '--out', table)).code).toBe(0);
  const csv = await readFile(table, 'utf8');
  expect(csv).toMatch(/^small,refund,\*,6,9\d\.\d\d,/m);
  expect(csv).toMatch(/^large,\*,\*,1,0\.00,/m);
  const none = await place.run('export', '--to', 'outcomes');
  expect([none.code, none.err]).toEqual([
    2,
    expect.stringContaining('under .llmr has feedback or a checked answer'),
  ]);
  const mixed = await place.run('export', '--to', 'outcomes', '--policies', '.');
  expect([mixed.code, mixed.err]).toEqual([2, expect.stringContaining('not from policies')]);
});
