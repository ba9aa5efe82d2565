/**
 * What a person reads when something stood in the way of a request: `test/golden/explanations/told.txt` holds, for each
 * case, the headers, the error and the notes of its decision. UPDATE_GOLDEN=1 rewrites it; it is read in review.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDictionary } from 'structured-headers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DecisionDocument } from '../../src/language/explaining/decision-document.ts';
import { answerWell, type FakeServer, startFakeOpenAi } from '../support/fake-openai-server.ts';
import { type RunningGateway, readJson, runGateway } from '../support/running-gateway.ts';
import { CASES, type ExplainedCase } from './explained-cases.ts';

const GOLDEN = join(import.meta.dirname, '../golden/explanations/told.txt');
let upstream: FakeServer;
let llmr: RunningGateway;

/** A provider whose models' names say how they answer: `busy-3` with 503, `limited-2` with 429 and a Retry-After. */
beforeAll(async () => {
  upstream = await startFakeOpenAi((arrived, res, req) => {
    const name = String(arrived.json['model']);
    const status = name.startsWith('busy') ? 503 : name.startsWith('limited') ? 429 : 0;
    if (status === 0) return answerWell(arrived, res, req);
    res.writeHead(status, {
      'content-type': 'application/json',
      ...(status === 429 ? { 'retry-after': '30' } : {}),
    });
    res.end(JSON.stringify({ error: { message: 'not now', type: 'server_error' } }));
  });
  const files = Object.fromEntries(
    CASES.map(({ name, policy }) => [
      `${name}.route`,
      `policy ${name} edition 1 { serves "${name}" }\n${policy.replaceAll('UPSTREAM', upstream.url)}`,
    ]),
  );
  llmr = await runGateway(files);
});
afterAll(async () => {
  await llmr?.close();
  await upstream?.close();
});

async function told({ name, headers, body, before }: ExplainedCase): Promise<string> {
  const ask = () =>
    llmr.chat({ model: name, messages: [{ role: 'user', content: 'hello' }], ...body }, headers);
  for (let count = 0; count < (before ?? 0); count++) await (await ask()).text();
  const answer = await ask();
  const text = await answer.text();
  const all = [...answer.headers].filter(([header]) => /^(llmr-|link|server-timing)/.test(header));
  const size = all.reduce((sum, [header, value]) => sum + header.length + value.length + 4, 0);
  expect(size, name).toBeLessThanOrEqual(2_048);
  expect(answer.headers.get('llmr-explain'), name).toMatch(/^[\x20-\x7e]+$/);
  const decision = parseDictionary(answer.headers.get('llmr-decision') ?? '');
  expect(decision.has('route'), name).toBe(true);
  const id = answer.headers.get('llmr-decision-id') ?? '';
  const document = await readJson<DecisionDocument>(await fetch(`${llmr.url}/v1/decisions/${id}`));
  const error = (JSON.parse(text) as { error?: { message: string; code: string } }).error;
  return [
    `=== ${name}`,
    `${answer.status} ${answer.headers.get('llmr-decision')?.replace(/^.*(?=reason=)/, '')}`,
    `explain: ${answer.headers.get('llmr-explain')}`,
    ...(error === undefined ? [] : [`error:   ${error.code}: ${error.message}`]),
    ...(document.notes ?? []).map((note) => `note:    ${note}`),
    ...document.removed.map(
      ({ model, deployment, kind, because }) => `removed: ${deployment ?? model} (${kind}): ${because}`,
    ),
    ...document.skipped.map(({ route, because }) => `lost:    ${route}: ${because}`),
  ]
    .join('\n')
    .replaceAll(upstream.url, 'UPSTREAM')
    .replace(/free again in \d+ s/g, 'free again in # s');
}

describe('what a person reads', () => {
  test('is as reviewed', async () => {
    const parts: string[] = [];
    for (const one of CASES) parts.push(await told(one));
    const now = `${parts.join('\n\n')}\n`;
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(GOLDEN, now);
    else expect(now, 'UPDATE_GOLDEN=1 rewrites it').toBe(readFileSync(GOLDEN, 'utf8'));
  });
});
