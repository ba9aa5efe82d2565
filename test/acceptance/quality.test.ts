/** `good enough at`: the running service asks the cheapest model that its quality table says is good enough. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DecisionDocument } from '../../src/language/explaining/decision-document.ts';
import { type RunningGateway, runGateway } from '../support/running-gateway.ts';

const FOLDER = new URL('../../policies/quality/', import.meta.url);
const SUMMARY = 'give me a short version of this article';
const CODE = `write a function that parses dates. It must accept exactly the 12 months, except leap days. If the year is
 missing, then compare it with today; ensure that each test takes at most 5 ms, and prove step by step that it ends.`;

let llmr: RunningGateway;
let table: string;
beforeAll(async () => {
  const read = (file: string) => readFile(new URL(file, FOLDER), 'utf8');
  table = await read('quality.csv');
  llmr = await runGateway({ 'quality.route': await read('quality.route'), 'quality.csv': table });
});
afterAll(() => llmr.close());

async function ask(content: string) {
  const answer = await llmr.chat({ model: 'good-enough', messages: [{ role: 'user', content }] });
  expect(answer.status).toBe(200);
  await answer.arrayBuffer();
  const told = await fetch(`${llmr.url}/v1/decisions/${answer.headers.get('llmr-decision-id')}`);
  return {
    model: answer.headers.get('llmr-model'),
    explain: answer.headers.get('llmr-explain'),
    document: (await told.json()) as DecisionDocument,
  };
}

test('each kind of request goes to the cheapest model that is good enough, and the answer says why', async () => {
  const summary = await ask(SUMMARY);
  expect(summary.model).toBe('mini');
  expect(summary.explain).toContain('mini is good enough: 94% on summary, at least 90.4% (required 90%)');
  expect(summary.document.facts).toMatchObject({ intent: 'summary' });
  const code = await ask(CODE);
  expect(code.model).toBe('sonnet');
  expect(code.explain).toContain('sonnet is good enough: 95%, at least 92.9% (required 90%)');
});

test('what was read is in the log, so that another table can be tried on it', async () => {
  const { document } = await ask(SUMMARY);
  const day = new Date().toISOString().slice(0, 10);
  const lines = async () => (await readFile(join(llmr.data, `decisions-${day}.jsonl`), 'utf8')).split('\n');
  await expect.poll(async () => (await lines()).some((line) => line.includes(document.id ?? ''))).toBe(true);
  const line = (await lines()).find((each) => each.includes(document.id ?? '')) ?? '{}';
  const { inputs } = JSON.parse(line) as { inputs: { facts: object; qualities: object } };
  expect(inputs.facts).toMatchObject({ intent: 'summary' });
  expect(inputs.qualities).toEqual({ sonnet: 92.9, mini: 90.4 });
});

test('a table that changes changes the choice; a faulty one leaves the last good one in force', async () => {
  await llmr.write(
    'quality.csv',
    table.replace('mini,summary,*,160,94.00,90.40', 'mini,summary,*,160,94.00,80.40'),
  );
  await expect.poll(async () => (await ask(SUMMARY)).model, { timeout: 10_000 }).toBe('sonnet');
  await llmr.write('quality.csv', table.replace('160,94.00', '160,940.00'));
  await expect
    .poll(() => llmr.gateway.service.policyStatus().rejected?.reason, { timeout: 10_000 })
    .toBe('1 error, the first in quality.csv: line 3 has no quality from 0 to 100');
  expect((await ask(SUMMARY)).model).toBe('sonnet');
});

test('where nobody is known to be good enough, the first that can serve answers', async () => {
  await llmr.write('quality.csv', 'model,intent,quality\nmini,*,50\nsonnet,*,60\n');
  await expect
    .poll(async () => (await ask(SUMMARY)).explain, { timeout: 10_000 })
    .toContain(
      'no candidate is known to be good enough at 90%, so sonnet is used as the first that can serve',
    );
});
