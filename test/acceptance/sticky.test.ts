/** A conversation stays with the model that began it, within its route's own target, and not where a fallback led. */
import { afterEach, expect, test } from 'vitest';
import { answerWell, type FakeServer, startFakeOpenAi } from '../support/fake-openai-server.ts';
import { type RunningGateway, runGateway } from '../support/running-gateway.ts';

let llmr: RunningGateway;
let upstream: FakeServer | undefined;
afterEach(async () => {
  await llmr.close();
  await upstream?.close();
  upstream = undefined;
});

const policy = (target: string, provider = 'provider lab { speaks simulated }', more = '') => ({
  'p.route': `policy p edition 1 { serves "support" }
${provider}
model one { is "one" on lab  window 8k output 1k }
model two { is "two" on lab  window 8k output 1k }
model three { is "three" on lab  window 8k output 1k }
${target}
${more}
otherwise { use both }
`,
});

type Turn = { role: string; content: string };
const user = (content: string): Turn => ({ role: 'user', content });

async function turn(messages: readonly Turn[], more: object = {}) {
  const answer = await llmr.chat({ model: 'support', messages, ...more });
  expect(answer.status).toBe(200);
  const body = (await answer.json()) as { choices: { message: Turn }[] };
  await llmr.spread();
  return {
    model: answer.headers.get('llmr-model'),
    reason: /reason=([\w-]+)/.exec(answer.headers.get('llmr-decision') ?? '')?.[1],
    messages: [...messages, body.choices[0]?.message as Turn],
  };
}

test('ten conversations over a pool in turn: each stays where it began, and says why', async () => {
  llmr = await runGateway(policy('pool both { in turn one, two, three }'));
  const began = [];
  for (let index = 0; index < 10; index++) began.push(await turn([user(`question ${index}`)]));
  expect(new Set(began.map((each) => each.model)).size).toBe(3);
  for (const first of began) {
    let last = first;
    for (let round = 0; round < 3; round++) {
      last = await turn([...last.messages, user('and then?')]);
      expect([last.model, last.reason]).toEqual([first.model, 'pinned']);
    }
  }
});

test('a tool loop and a split by request', async () => {
  llmr = await runGateway(policy('split both by request { 50% one  50% two }'));
  for (let index = 0; index < 8; index++) {
    const first = await turn([user(`q${index}`)]);
    const answered = await turn([...first.messages, { role: 'tool', content: '42' }]);
    expect([answered.model, answered.reason]).toEqual([first.model, 'pinned']);
  }
});

test('where a fallback led nobody stays', async () => {
  let ill = true;
  upstream = await startFakeOpenAi((arrived, res, req) => {
    if (!ill || arrived.json['model'] !== 'one') return answerWell(arrived, res, req);
    res.writeHead(503, { 'content-type': 'application/json' });
    res.end('{"error":{"message":"overloaded"}}');
  });
  llmr = await runGateway(
    policy('chain both { try one then two }', `provider lab { speaks openai at "${upstream.url}" }`),
  );
  const first = await turn([user('hi')]);
  expect([first.model, first.reason]).toEqual(['two', 'fallback']);
  ill = false;
  expect((await turn([...first.messages, user('more')])).model).toBe('one');
});

test('a pin never leads out of the decided route', async () => {
  llmr = await runGateway(
    policy('pool both { in turn one, two }', undefined, 'route long { when messages over 4 use three }'),
  );
  const first = await turn([user('hi')]);
  const second = await turn([...first.messages, user('more')]);
  expect(second.model).toBe(first.model);
  expect((await turn([...second.messages, user('more')])).model).toBe('three');
});
