/** `explore`: the running service explores, says so, records the probability, and keeps to budgets. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { type LoggedOutcome, outcomesOf } from '../../src/gateway/decisions/outcomes-of-log.ts';
import { folder } from '../cli/run-in-folder.ts';
import { type RunningGateway, runGateway } from '../support/running-gateway.ts';

const HEAD = `policy p edition 1 { serves "p" }
provider lab { speaks simulated }
model mini { is "mini" on lab  window 8k output 1k  price $0.1 in, $0.4 out }
model large { is "large" on lab  window 8k output 1k  price $100 in, $400 out }
`;
let llmr: RunningGateway;
afterEach(() => llmr.close());

async function ask() {
  const answer = await llmr.chat({
    model: 'p',
    max_tokens: 500,
    messages: [{ role: 'user', content: 'hello' }],
  });
  await answer.arrayBuffer();
  const of = (name: string) => answer.headers.get(name) ?? '';
  return {
    status: answer.status,
    id: of('llmr-decision-id'),
    model: of('llmr-model'),
    explain: of('llmr-explain'),
    reason: /reason=([a-z]+)/.exec(of('llmr-decision'))?.[1],
  };
}

test('explored requests say so, and outcomes are exported with their probability', async () => {
  llmr = await runGateway({ 'p.route': `${HEAD}otherwise { use cheapest of mini, large explore 50% }\n` });
  const answers = await Promise.all(Array.from({ length: 40 }, ask));
  const explored = answers.filter(({ reason }) => reason === 'explored');
  // One in a thousand million draws has fewer than three of forty.
  expect(explored.length).toBeGreaterThan(2);
  expect(explored.length).toBeLessThan(38);
  for (const { model, explain } of explored) {
    expect(model).toBe('large');
    expect(explain).toContain('explored, 50% of requests: large instead of mini');
  }
  for (const { model, reason, explain } of answers)
    if (reason !== 'explored') expect([model, explain.includes('explored')]).toEqual(['mini', false]);
  for (const { id } of answers)
    await fetch(`${llmr.url}/v1/feedback`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ decision: id, score: 1 }),
    });
  const day = new Date().toISOString().slice(0, 10);
  const lines = async () =>
    (await readFile(join(llmr.data, `decisions-${day}.jsonl`), 'utf8')).trim().split('\n');
  await expect.poll(async () => (await lines()).length).toBe(40);
  const rows: LoggedOutcome[] = [];
  for await (const row of outcomesOf(llmr.data)) rows.push(row);
  expect(rows).toHaveLength(40);
  const place = folder();
  onTestFinished(() => place.remove());
  await place.run('export', '--to', 'outcomes', '--data', llmr.data, '--out', 'outcomes.jsonl');
  const options = ['--outcomes', 'outcomes.jsonl', '--policies', llmr.policies];
  const { code, out } = await place.run('replay', llmr.data, ...options);
  expect(code).toBe(0);
  // All scores are 1, and half of the requests are weighted twice.
  expect(out).toMatch(/quality of p: 100\.0 % \(95 %: [6-9]\d\.\d % to 100\.0 %\), as recorded 100\.0 %/);
  expect(out).toMatch(/SNIPS; \d+ of 40 outcomes are of the model it chooses/);
  place.write('wrong.jsonl', '{"decision":"x","quality":{"mini":90}}\n');
  const wrong = await place.run(
    'replay',
    llmr.data,
    '--outcomes',
    'wrong.jsonl',
    '--policies',
    llmr.policies,
  );
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('wrong.jsonl:1 has no "decision"')]);
  for (const { quality, propensity } of rows)
    expect(propensity).toEqual({ [Object.keys(quality)[0] ?? '']: 0.5 });
});

test('an explored model that the budget has no room for is replaced by the own choice of the pool', async () => {
  llmr = await runGateway({
    'p.route': `${HEAD}budget cap { limit $0.1/day per all }\notherwise { use cheapest of mini, large explore 50% }\n`,
  });
  const answers = await Promise.all(Array.from({ length: 40 }, ask));
  expect(answers.map(({ status, model, reason }) => `${status} ${model} ${reason}`)).toEqual(
    answers.map(() => '200 mini otherwise'),
  );
});
