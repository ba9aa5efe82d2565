// A model or a path that is not there is the policy's fault: a chain moves on, and the caller is not told of a 400.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type CaseGateway,
  chain,
  json,
  type Model,
  model,
  route,
  startCase,
} from '../support/case-gateway.ts';

const error = (message: string, more: object = {}) => ({
  error: { message, type: 'invalid_request_error', param: null, ...more },
});
const GONE: Readonly<Record<string, Model>> = {
  gone: (res) => json(res, 404, error('The model `gone` does not exist', { code: 'model_not_found' })),
  none: (res) => json(res, 404, error('No endpoints found for none.', { code: 404 })),
  off: (res) =>
    json(
      res,
      400,
      error('The model `off` has been decommissioned and is no longer supported.', {
        code: 'model_decommissioned',
      }),
    ),
  openrouter: (res) => json(res, 400, error('foo/bar is not a valid model ID', { code: 400 })),
  deepseek: (res) => json(res, 400, error('Model Not Exist', { code: 'invalid_request_error' })),
  ollama: (res) => json(res, 404, { error: 'model "ollama" not found, try pulling it first' }),
  azure: (res) =>
    json(res, 404, {
      error: { code: 'DeploymentNotFound', message: 'The API deployment for this resource does not exist.' },
    }),
  path: (res) => json(res, 404, '<html><h1>404 page not found</h1></html>', { 'content-type': 'text/html' }),
  post: (res) => json(res, 405, { detail: 'Method Not Allowed' }),
  moved: (res) => json(res, 308, '', { location: 'https://example.com/' }),
};
const names = Object.keys(GONE);
let llmr: CaseGateway;

beforeAll(async () => {
  llmr = await startCase(
    {
      ...GONE,
      file: (res) => json(res, 404, error('No such File object: file-1', { param: 'file_id' })),
    },
    ['ok', 'file', ...names].map((name) => model(name)).join('') +
      ['file', ...names]
        .map((name) => chain(`c-${name}`, [name, 'ok']) + route(`r-${name}`, `c-${name}`))
        .join('') +
      route('alone', 'gone'),
    'ok',
  );
});
afterAll(() => llmr.close());

describe.each(names)('%s', (name) => {
  test.each([false, true])('a chain without an `on` line moves on, stream: %s', async (stream) => {
    const answer = await llmr.chat(`r-${name}`, { stream });
    expect([answer.status, answer.model]).toEqual([200, 'ok']);
  });
});

test('alone: 502 with what the author of the policy can check', async () => {
  const answer = await llmr.chat('alone');
  expect(answer.status).toBe(502);
  expect(answer.text).toContain('check the name in `is');
  expect(answer.text).toContain('ends in /v1');
});

test('a file that the caller names and that is missing is the caller’s fault', async () => {
  expect((await llmr.chat('r-file')).status).toBe(400);
});
