import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  type Authentication,
  authenticate,
  callerNaming,
  callerUnder,
  type Headers,
  mayStart,
} from '../../../src/gateway/callers/authenticate.ts';
import { openKeyStore } from '../../../src/gateway/callers/key-store.ts';

const NOW = Date.UTC(2026, 10, 22);
const folder = mkdtempSync(join(tmpdir(), 'llmr-auth-'));
const none = openKeyStore(join(folder, 'none.sqlite'));
const some = openKeyStore(join(folder, 'some.sqlite'));
const plain = some.add({ name: 'mobile', tier: 'pro', team: 'acme' }, NOW);
const admin = some.add({ scopes: ['admin'] }, NOW);
const trusted = some.add({ name: 'backend', tier: 'free', team: 'acme', scopes: ['trusted'] }, NOW);
const owned = some.add({ user: 'owner' }, NOW);
const ownedTrusted = some.add({ user: 'owner', scopes: ['trusted'] }, NOW);
const expired = some.add({ expiresAt: NOW - 1 }, NOW);
const revoked = some.add({}, NOW);
some.revoke(revoked.record.id, NOW);
afterAll(() => {
  none.close();
  some.close();
  rmSync(folder, { recursive: true, force: true });
});

const local = (headers: Headers): Authentication =>
  authenticate({ headers, remoteAddress: '127.0.0.1' }, none, NOW);
const keyed = (headers: Headers): Authentication =>
  authenticate({ headers, remoteAddress: '10.0.0.9' }, some, NOW);
const NOBODY = { key: null, keyId: null, tier: null, team: null, user: null, admin: false };

describe('while no key has been made', () => {
  test('this machine may say who asks', () => {
    expect(local({ 'llmr-tier': 'pro', 'llmr-team': ' acme ', 'llmr-user': 'kim' })).toEqual({
      ok: true,
      caller: { ...NOBODY, tier: 'pro', team: 'acme', user: 'kim' },
    });
  });

  test('whoever claims nothing is the operator', () => {
    expect(local({})).toEqual({ ok: true, caller: { ...NOBODY, admin: true, mayNameUser: true } });
  });

  test('credentials that SDKs insist on sending are ignored', () => {
    expect(local({ authorization: 'Bearer sk-anything', 'x-api-key': 'unused' }).ok).toBe(true);
  });

  test('a credential that claims to be ours is checked all the same', () => {
    for (const headers of [
      { authorization: 'Bearer llmr_wrong' },
      { authorization: 'bearer  llmr_wrong' },
      { 'x-api-key': 'llmr_wrong' },
      { authorization: 'Bearer sk-x', 'x-api-key': 'llmr_wrong' },
    ]) {
      expect(local(headers)).toEqual({
        ok: false,
        because: 'unknown',
        message: 'This llmr key is not known here.',
      });
    }
  });

  test('nobody else is served, not even through a proxy on this machine', () => {
    const from = (remoteAddress: string | undefined, headers: Headers = {}) =>
      authenticate({ headers, remoteAddress }, none, NOW).ok;
    expect([from('::1'), from('::ffff:127.0.0.1'), from('127.8.8.8')]).toEqual([true, true, true]);
    expect([from('192.168.1.4'), from('::ffff:10.0.0.1'), from(undefined)]).toEqual([false, false, false]);
  });

  test.each([
    ['forwarded', 'for=127.0.0.1'],
    ['x-forwarded-for', '203.0.113.9, 127.0.0.1'],
    ['x-forwarded-for', '127.0.0.1'],
    ['x-forwarded-for', ''],
    ['x-forwarded-proto', 'https'],
    ['x-forwarded-host', 'ai.example.com'],
    ['x-forwarded-anything-new', '1'],
    ['x-original-forwarded-for', '203.0.113.9'],
    ['x-real-ip', '127.0.0.1'],
    ['via', '1.1 caddy'],
    ['cf-connecting-ip', '203.0.113.9'],
    ['cf-ray', '8a1'],
    ['true-client-ip', '203.0.113.9'],
    ['x-client-ip', '203.0.113.9'],
    ['x-cluster-client-ip', '203.0.113.9'],
    ['fly-client-ip', '203.0.113.9'],
    ['x-envoy-external-address', '203.0.113.9'],
    ['x-azure-clientip', '203.0.113.9'],
    ['tailscale-user-login', 'ada@example.com'],
  ])('a request with %s: %s came through a proxy, and is told what to do', (name, value) => {
    const asked = local({ [name]: value });
    expect(asked).toMatchObject({ ok: false, because: 'not-local' });
    expect(!asked.ok && asked.message).toMatch(new RegExp(`"${name}".*llmr keys add.*Bearer llmr_`));
    // With a key the same proxy is welcome.
    expect(keyed({ [name]: value, 'x-api-key': plain.key }).ok).toBe(true);
  });

  test('headers of clients and SDKs are no sign of a proxy', () => {
    const sent = [
      'x-request-id',
      'x-stainless-lang',
      'cf-aig-authorization',
      'x-title',
      'traceparent',
      'x-forward',
    ];
    for (const name of sent) expect(local({ [name]: 'x' }).ok).toBe(true);
  });

  test('names that are empty or endless are no names', () => {
    expect(local({ 'llmr-team': '  ', 'llmr-user': 'x'.repeat(257) })).toEqual({
      ok: true,
      caller: { ...NOBODY, admin: true, mayNameUser: true },
    });
  });
});

describe('once keys have been made', () => {
  test('a missing or foreign credential is refused, from this machine too', () => {
    for (const remoteAddress of ['127.0.0.1', '10.0.0.9']) {
      for (const headers of [{}, { authorization: 'Bearer sk-x' }, { authorization: 'Basic llmr_x' }]) {
        expect(authenticate({ headers, remoteAddress }, some, NOW)).toMatchObject({
          ok: false,
          message: expect.stringContaining('Authorization: Bearer llmr_'),
        });
      }
    }
  });

  test('a key says who asks, whatever the headers claim', () => {
    for (const headers of [{ authorization: `Bearer ${plain.key}` }, { 'x-api-key': plain.key }]) {
      expect(keyed({ ...headers, 'llmr-tier': 'enterprise', 'llmr-user': 'root' })).toEqual({
        ok: true,
        caller: { ...NOBODY, key: 'mobile', keyId: plain.record.id, tier: 'pro', team: 'acme' },
      });
    }
  });

  test('a key without a name goes by its id; an admin key is an admin', () => {
    expect(keyed({ 'x-api-key': admin.key })).toEqual({
      ok: true,
      caller: { ...NOBODY, key: admin.record.id, keyId: admin.record.id, admin: true },
    });
  });

  test('a trusted key speaks for others', () => {
    expect(keyed({ 'x-api-key': trusted.key, 'llmr-tier': 'pro', 'llmr-user': 'kim' })).toEqual({
      ok: true,
      caller: { ...NOBODY, key: 'backend', keyId: trusted.record.id, tier: 'pro', team: 'acme', user: 'kim' },
    });
  });

  test('the body may name the end user where the caller may, and has not named one itself', () => {
    const userOf = (asked: Authentication, said: string | undefined) =>
      asked.ok ? callerNaming(asked.caller, said).user : asked.message;
    expect(userOf(local({}), ' kim ')).toBe('kim');
    expect(userOf(local({ 'llmr-user': 'lee' }), 'kim')).toBe('lee');
    expect(userOf(local({}), 'x'.repeat(257))).toBeNull();
    expect(userOf(local({}), ' ')).toBeNull();
    expect(userOf(keyed({ 'x-api-key': trusted.key }), 'kim')).toBe('kim');
    expect(userOf(keyed({ 'x-api-key': trusted.key, 'llmr-user': 'lee' }), 'kim')).toBe('lee');
    expect(userOf(keyed({ 'x-api-key': trusted.key }), undefined)).toBeNull();
    expect(userOf(keyed({ 'x-api-key': plain.key }), 'kim')).toBeNull();
    expect(userOf(keyed({ 'x-api-key': admin.key }), 'kim')).toBeNull();
    expect(userOf(keyed({ 'x-api-key': owned.key }), 'kim')).toBe('owner');
    expect(userOf(keyed({ 'x-api-key': ownedTrusted.key }), 'kim')).toBe('kim');
    expect(userOf(keyed({ 'x-api-key': ownedTrusted.key }), undefined)).toBe('owner');
  });

  test('expired and revoked keys are refused by their public name', () => {
    expect(keyed({ 'x-api-key': expired.key })).toMatchObject({
      ok: false,
      message: `The llmr key ${expired.record.id} has expired.`,
    });
    expect(keyed({ 'x-api-key': revoked.key })).toMatchObject({
      ok: false,
      message: `The llmr key ${revoked.record.id} has been revoked.`,
    });
  });
});

test('a tier that a policy does not declare is none, and is noted', () => {
  const caller = { ...NOBODY, tier: 'gold' };
  expect(callerUnder(caller, ['free', 'gold'])).toEqual({ caller });
  expect(callerUnder(NOBODY, ['free'])).toEqual({ caller: NOBODY });
  expect(callerUnder(caller, ['free', 'pro'])).toEqual({
    caller: NOBODY,
    note: "the caller's tier is not one of this policy's (it has free, pro): it counts as unknown",
  });
});

test('without a key only loopback may be bound', () => {
  for (const host of ['127.0.0.1', 'localhost', '::1', '[::1]', '127.0.0.2'])
    expect(mayStart(host, false).ok).toBe(true);
  for (const host of [
    '0.0.0.0',
    '::',
    '',
    '192.168.1.4',
    'llmr.example.com',
    'localhost.evil.com',
    '127.0.0.1.nip.io',
  ]) {
    expect(mayStart(host, true).ok).toBe(true);
    expect(mayStart(host, false)).toMatchObject({
      ok: false,
      message: expect.stringContaining('llmr keys add'),
    });
  }
});
