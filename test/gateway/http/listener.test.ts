/** A request for an answer passes the checks of the listener; another spelling of its path, those of the application. */
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MAX_HEADER_FIELDS } from '../../../src/gateway/http/harden-server.ts';
import { type RunningGateway, runGateway } from '../../support/running-gateway.ts';

const EXAMPLE = new URL('../../support/example/first', import.meta.url).pathname;
const PAGE = 'https://app.example.com';
const JSON_TYPE = { 'content-type': 'application/json' };
const REFUSED = JSON.stringify({ model: 'assistant' });
let llmr: RunningGateway;

beforeAll(async () => {
  llmr = await runGateway(EXAMPLE, { corsOrigins: [PAGE] });
});
afterAll(() => llmr.close());

interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

function post(path: string, headers: Record<string, string>, body: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(llmr.url);
    request({ hostname, port, path, method: 'POST', headers }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => {
        text += chunk;
      });
      answer.on('end', () =>
        resolve(comparable({ status: answer.statusCode, headers: answer.headers, body: text })),
      );
    })
      .on('error', reject)
      .end(body);
  });
}

/** Without the time, and with one id for all. */
function comparable({ status, headers: { date: _, ...headers }, body }: Answer): Answer {
  const id = String(headers['llmr-decision-id']);
  const same = Object.entries(headers).map(([name, value]) => [name, String(value).replaceAll(id, 'ID')]);
  return { status, headers: Object.fromEntries(same), body: body.replaceAll(id, 'ID') };
}

const MANY = Object.fromEntries(Array.from({ length: MAX_HEADER_FIELDS }, (_, index) => [`x-${index}`, '1']));

test.each<[what: string, status: number, headers: Record<string, string>, body: string]>([
  ['no fault but of the body', 400, JSON_TYPE, REFUSED],
  ['no JSON', 400, JSON_TYPE, '{'],
  ['a page of an allowed origin', 400, { ...JSON_TYPE, origin: PAGE }, REFUSED],
  ['a page of another origin', 403, { ...JSON_TYPE, origin: 'https://evil.example' }, REFUSED],
  ['another host', 403, { ...JSON_TYPE, host: 'evil.example' }, REFUSED],
  ['another type', 415, { 'content-type': 'text/plain' }, REFUSED],
  ['an unknown key', 401, { ...JSON_TYPE, authorization: 'Bearer llmr_unknown' }, REFUSED],
  ['a proxy', 401, { ...JSON_TYPE, 'x-forwarded-for': '192.0.2.1' }, REFUSED],
  ['too many fields', 431, { ...JSON_TYPE, ...MANY }, REFUSED],
  // The order of the checks: of several faults the first is reported.
  ['all faults', 431, { ...MANY, 'content-type': 'text/plain', origin: 'https://evil.example' }, REFUSED],
  ['another type and an unknown key', 415, { authorization: 'Bearer llmr_unknown' }, REFUSED],
  ['an unknown key and no JSON', 401, { ...JSON_TYPE, authorization: 'Bearer llmr_unknown' }, '{'],
])('both answer alike: %s', async (_, status, headers, body) => {
  for (const path of ['/chat/completions', '/messages']) {
    const direct = await post(`/v1${path}`, headers, body);
    expect(direct.status).toBe(status);
    expect(await post(`/v1/${path}`, headers, body)).toEqual(direct);
    expect(await post(`/v1${path}?other=query`, headers, body)).toEqual(direct);
  }
});
