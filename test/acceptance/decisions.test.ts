/** A decision is there when its headers are, and complete when its answer has ended: by then a caller may look. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { logTexts } from '../../src/cli/input/log-texts.ts';
import type { DecisionDocument } from '../../src/language/explaining/decision-document.ts';
import type { DecisionRecord } from '../../src/language/explaining/decision-record.ts';
import { DONE, FINISH, ROLE, says, USAGE } from '../support/fake-openai-server.ts';
import { type MisbehavingServer, startMisbehavingServer } from '../support/misbehaving-server.ts';
import { ask, type RunningGateway, readJson, runGateway } from '../support/running-gateway.ts';

let llmr: RunningGateway;
let upstream: MisbehavingServer;
beforeAll(async () => {
  upstream = await startMisbehavingServer();
  llmr = await runGateway({
    'p.route': `policy p edition 1 { serves "support" }
provider lab { speaks openai at "${upstream.url}" }
model small { is "small" on lab  window 8k output 1k  price $1 in, $2 out }
budget each { limit $5/day per user }
otherwise { use small }
`,
  });
});
afterAll(async () => {
  await llmr.close();
  await upstream.close();
});

async function lookedUp(answer: Response): Promise<DecisionDocument> {
  const id = answer.headers.get('llmr-decision-id') ?? '';
  return readJson<DecisionDocument>(await fetch(`${llmr.url}/v1/decisions/${id}`));
}

test('a stream, while it runs and as soon as it has ended', async () => {
  let goOn: () => void = () => undefined;
  const waits = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  upstream.next(async (_, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.write(ROLE + says('One'));
    await waits;
    res.end(FINISH + USAGE + DONE);
  });
  const answer = await llmr.chat(ask('hello', { stream: true }));
  expect((await lookedUp(answer)).attempts).toMatchObject([{ outcome: 'pending' }]);
  goOn();
  expect(await answer.text()).toContain('[DONE]');
  const { attempts } = await lookedUp(answer);
  expect(attempts).toMatchObject([
    { outcome: 'answered', inputTokens: 11, outputTokens: 7, costUsd: 0.000025 },
  ]);
});

test('an answer in one piece', async () => {
  const answer = await llmr.chat(ask('hello'));
  await answer.text();
  expect((await lookedUp(answer)).attempts).toMatchObject([{ outcome: 'answered', status: 200 }]);
});

test('of a sample the log has failures, metrics have all, and each can be looked up', async () => {
  const policy = await llmr.read('p.route');
  const sampled = await runGateway({ 'p.route': policy }, { decisions: '0%' });
  try {
    const answers: Response[] = [];
    for (const status of [200, 400]) {
      upstream.next(async (_, res) => {
        res.writeHead(status, { 'content-type': 'application/json' });
        res.end(JSON.stringify(status === 200 ? WHOLE : { error: { message: 'no' } }));
      });
      const answer = await sampled.chat(ask('hello'));
      await answer.text();
      answers.push(answer);
    }
    expect(answers.map(({ status }) => status)).toEqual([200, 400]);
    for (const { headers, status } of answers) {
      const found = await fetch(`${sampled.url}/v1/decisions/${headers.get('llmr-decision-id')}`);
      expect((await readJson<DecisionDocument>(found)).attempts).toMatchObject([{ status }]);
    }
    const metrics = await (await fetch(`${sampled.url}/metrics`)).text();
    expect(metrics.match(/^llmr_requests_total\{.*\} 1$/gm)).toHaveLength(2);
    await sampled.gateway.close();
    const texts = await logTexts(sampled.data);
    expect([...texts].map((text) => (JSON.parse(text) as DecisionRecord).status)).toEqual([400]);
  } finally {
    await sampled.close();
  }
});

const WHOLE = {
  choices: [{ index: 0, message: { role: 'assistant', content: 'One' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 },
};
