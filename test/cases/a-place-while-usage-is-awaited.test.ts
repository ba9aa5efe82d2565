// A provider that never ends its stream is still awaited for its usage; the caller has its answer, and its place is free.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CaseGateway, type Model, model, route, startCase } from '../support/case-gateway.ts';
import { chunkEvent } from '../support/fake-openai-server.ts';

const open: Model = (res) => {
  res.writeHead(200, { 'content-type': 'text/event-stream' });
  res.write(chunkEvent({ role: 'assistant', content: 'Hello' }));
  res.write(chunkEvent({}, 'stop'));
};
let llmr: CaseGateway;

beforeAll(async () => {
  llmr = await startCase(
    { open },
    `limit lone {\n  1 at once per user\n  1 at once per model\n}\n${model('open')}${route('ask', 'open')}`,
    'open',
    { head: '  defaults {\n    ending within 50ms\n  }\n' },
  );
});
afterAll(() => llmr.close());

test('three requests, one after the other', async () => {
  for (let ask = 0; ask < 3; ask += 1) {
    const { status, text } = await llmr.chat('ask', { stream: true, user: 'ann' });
    expect([status, text.trimEnd().endsWith('[DONE]')]).toEqual([200, true]);
  }
});
