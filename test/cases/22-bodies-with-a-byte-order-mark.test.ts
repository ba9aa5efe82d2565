// A body that begins with a byte order mark is read as Python's json, body-parser and .NET read it; without the mark it
// is what the provider gets, because not every server reads over one.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CaseGateway, model, route, startCase } from '../support/case-gateway.ts';

let llmr: CaseGateway;
beforeAll(async () => {
  llmr = await startCase({}, model('m') + route('any', 'm'), 'm');
});
afterAll(() => llmr.close());

const post = (body: string | Buffer) =>
  fetch(`${llmr.gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
const BODY = '{"model":"any","seed":9007199254740993,"messages":[{"role":"user","content":"hi \ufeff"}]}';

test('the mark is read over, and everything behind it stays', async () => {
  expect((await post(`\ufeff${BODY}`)).status).toBe(200);
  expect(llmr.seen.at(-1)?.bytes.toString()).toBe(BODY.replace('any', 'm'));
});

test('a large body, too', async () => {
  const padded = BODY.replace('hi', 'hi '.repeat(200_000));
  expect((await post(`\ufeff${padded}`)).status).toBe(200);
  expect(llmr.seen.at(-1)?.bytes.toString()).toBe(padded.replace('any', 'm'));
});

test.each([
  ['two marks', `\ufeff\ufeff${BODY}`],
  ['a mark alone', '\ufeff'],
  ['half a mark', Buffer.concat([Buffer.from([0xef, 0xbb]), Buffer.from(BODY)])],
  ['UTF-16', Buffer.from(`\ufeff${BODY}`, 'utf16le')],
])('%s is not JSON', async (_, body) => {
  const response = await post(body);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { code: 'invalid_json' } });
});
