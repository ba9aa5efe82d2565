/** `good enough … by prompt`: the running service judges prompts, says what it predicted, and reads a changed file. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DecisionDocument } from '../../src/language/explaining/decision-document.ts';
import { EASY, HARD, promptFile } from '../support/prompt-file.ts';
import { type RunningGateway, runGateway } from '../support/running-gateway.ts';

let llmr: RunningGateway;
beforeAll(async () => {
  llmr = await runGateway({
    'p.route': `policy p edition 1 { serves "p" }
provider lab { speaks simulated }
model mini { is "mini" on lab  window 8k output 1k  price $0.1 in, $0.4 out }
model large { is "large" on lab  window 8k output 1k  price $3 in, $15 out }
quality "./q.csv" by prompt "./q.prompt.json"
otherwise { use cheapest of large, mini good enough at 90% by prompt }
`,
    'q.csv': 'model,quality\nmini,60\nlarge,97\n',
    'q.prompt.json': promptFile(),
  });
});
afterAll(() => llmr.close());

async function ask(content: unknown) {
  const answer = await llmr.chat({ model: 'p', messages: [{ role: 'user', content }] });
  expect(answer.status).toBe(200);
  await answer.arrayBuffer();
  const id = answer.headers.get('llmr-decision-id');
  const told = (await (await fetch(`${llmr.url}/v1/decisions/${id}`)).json()) as DecisionDocument;
  return { model: answer.headers.get('llmr-model'), explain: answer.headers.get('llmr-explain'), told };
}

test('the cheapest model that is good enough for the prompt answers, and the answer says why', async () => {
  const easy = await ask(EASY);
  expect(easy.model).toBe('mini');
  expect(easy.explain).toContain('mini is good enough for this prompt: expected 97% (required 90%)');
  const hard = await ask(HARD);
  expect(hard.model).toBe('large');
  expect(hard.explain).toContain('mini is not good enough for this prompt: expected 50% (required 90%)');
  expect(hard.told.plan[0]?.judged).toEqual([
    expect.objectContaining({ model: 'large', goodEnough: true, expected: 98, required: 90 }),
    expect.objectContaining({ model: 'mini', goodEnough: false, expected: 50, required: 90 }),
  ]);
});

test('the table decides for a request without text', async () => {
  const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } };
  const { model, explain } = await ask([image]);
  expect(model).toBe('large');
  expect(explain).toContain('large is good enough: 97%');
});

test('the log has scores of the prompt, and no word of it', async () => {
  const { told } = await ask(HARD);
  const day = new Date().toISOString().slice(0, 10);
  const line = async () =>
    (await readFile(join(llmr.data, `decisions-${day}.jsonl`), 'utf8'))
      .split('\n')
      .find((each) => each.includes(told.id ?? ''));
  await expect.poll(line).toBeDefined();
  const text = (await line()) ?? '';
  expect(JSON.parse(text).inputs.prompt.scores).toEqual({ mini: expect.any(Number), large: 90 });
  expect(text).not.toContain('paragraph');
});

test('a file that changes is read again; a damaged one leaves the last good one active', async () => {
  await llmr.write('q.prompt.json', promptFile(['mini', 'large'], 89));
  await expect.poll(async () => (await ask(EASY)).model, { timeout: 15_000 }).toBe('large');
  await llmr.write('q.prompt.json', promptFile().replace('"rows":400', '"rows":4'));
  await expect
    .poll(() => llmr.gateway.service.policyStatus().rejected?.reason, { timeout: 15_000 })
    .toContain('"./q.prompt.json" was changed after `llmr learn` wrote it');
  expect((await ask(EASY)).model).toBe('large');
});
