import { describe, expect, test } from 'vitest';
import { type GuardVerdict, guardAgainstBrowsers } from '../../../src/gateway/callers/browser-guard.ts';

const APP = 'https://app.example.com';
const JSON_TYPE = { 'content-type': 'application/json' };

function guard(
  headers: Record<string, string>,
  settings: { open?: boolean; cors?: string[] } = {},
  method = 'POST',
): GuardVerdict {
  const { open = true, cors = [] } = settings;
  return guardAgainstBrowsers(
    { method, headers: { host: '127.0.0.1:8787', ...headers } },
    { open, corsOrigins: cors },
  );
}
const outcome = (verdict: GuardVerdict): string | number =>
  verdict.kind === 'refuse' ? verdict.status : verdict.kind;

test('only JSON is a body', () => {
  for (const type of ['application/json', 'application/json; charset=utf-8', 'Application/JSON']) {
    expect(outcome(guard({ 'content-type': type }))).toBe('pass');
  }
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; x=application/json',
    'application/jsonp',
  ]) {
    expect(outcome(guard({ 'content-type': type }))).toBe(415);
  }
  expect(outcome(guard({}))).toBe(415);
  expect(outcome(guard({}, {}, 'GET'))).toBe('pass');
});

describe('open on loopback', () => {
  test('the Host must be this machine', () => {
    for (const host of ['localhost', 'localhost:8787', '127.0.0.1', '[::1]:8787', 'llmr.localhost:80']) {
      expect(outcome(guard({ ...JSON_TYPE, host }))).toBe('pass');
    }
    for (const host of [
      'evil.example',
      'evil.example:8787',
      '127.0.0.1.nip.io',
      'localhost.evil.example',
      '10.0.0.1',
      'localhost@evil',
      '',
    ]) {
      expect(outcome(guard({ ...JSON_TYPE, host }))).toBe(403);
    }
  });

  test('a page of another origin is refused, the own one is not', () => {
    expect(outcome(guard({ ...JSON_TYPE, origin: 'http://127.0.0.1:8787' }))).toBe('pass');
    for (const origin of ['http://evil.example', 'http://127.0.0.1:3000', 'null', '']) {
      expect(outcome(guard({ ...JSON_TYPE, origin }))).toBe(403);
      expect(outcome(guard({ origin }, {}, 'GET'))).toBe(403);
    }
    expect(outcome(guard({ ...JSON_TYPE, origin: APP }, { cors: [APP] }))).toBe('pass');
  });
});

describe('with keys', () => {
  test('any Host and Origin pass, but only configured origins may read', () => {
    const foreign = guard(
      { ...JSON_TYPE, host: 'llmr.example.com', origin: 'https://evil.example' },
      { open: false },
    );
    expect(foreign).toEqual({ kind: 'pass', headers: {} });
    const allowed = guard(
      { ...JSON_TYPE, host: 'llmr.example.com', origin: APP },
      { open: false, cors: [APP] },
    );
    expect(allowed).toMatchObject({
      kind: 'pass',
      headers: { 'Access-Control-Allow-Origin': APP, Vary: 'Origin' },
    });
    expect(allowed.kind === 'pass' && allowed.headers['Access-Control-Expose-Headers']).toContain(
      'Llmr-Decision-Id',
    );
    const other = guard({ ...JSON_TYPE, origin: `${APP}.evil.example` }, { open: false, cors: [APP] });
    expect(other).toEqual({ kind: 'pass', headers: { Vary: 'Origin' } });
  });
});

test('a browser that asks first is answered for configured origins only', () => {
  const ask = {
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,content-type',
  };
  const settings = { open: false, cors: [APP] };
  expect(guard({ ...ask, origin: APP }, settings, 'OPTIONS')).toMatchObject({
    kind: 'preflight',
    headers: {
      'Access-Control-Allow-Origin': APP,
      'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
      'Access-Control-Allow-Headers': 'authorization,content-type',
    },
  });
  expect(outcome(guard({ ...ask, origin: 'https://evil.example' }, settings, 'OPTIONS'))).toBe(403);
  expect(outcome(guard({ ...ask, origin: APP }, { open: true }, 'OPTIONS'))).toBe(403);
});
