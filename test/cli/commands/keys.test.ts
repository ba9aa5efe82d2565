/** `llmr keys`: what is added is found by the service's own store, shown once, listed without the key, revoked. */
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openKeyStore } from '../../../src/gateway/callers/key-store.ts';
import { folder } from '../run-in-folder.ts';

const at = folder();
afterAll(() => at.remove());

function find(key: string): ReturnType<ReturnType<typeof openKeyStore>['find']> {
  const store = openKeyStore(join(at.path, 'data/keys.sqlite'));
  try {
    return store.find(key, Date.now());
  } finally {
    store.close();
  }
}

describe('keys', () => {
  it('are made for a tier, a team and a user, for a time', async () => {
    const { code, out, err } = await at.run(
      ...[
        'keys',
        'add',
        '--tier',
        'pro',
        '--team',
        'acme',
        '--user',
        'ada',
        '--expires',
        '90d',
        '--data',
        'data',
      ],
    );
    const key = out.trim();
    expect(code).toBe(0);
    expect(key).toMatch(/^llmr_\w{43}$/);
    expect(err).toContain('tier pro, team acme, user ada, expires');
    const found = find(key);
    expect(found).toMatchObject({
      kind: 'valid',
      record: { tier: 'pro', team: 'acme', user: 'ada', scopes: [] },
    });
    const days =
      found.kind === 'valid' ? ((found.record.expiresAt ?? 0) - found.record.createdAt) / 86_400_000 : 0;
    expect(days).toBe(90);

    const listed = await at.run('keys', 'list', '--data', 'data');
    expect(listed.out).toContain('tier pro, team acme, user ada');
    expect(listed.out).not.toContain(key);

    const id = listed.out.split(' ')[0] ?? '';
    expect((await at.run('keys', 'revoke', id, '--data', 'data')).code).toBe(0);
    expect(find(key).kind).toBe('revoked');
    expect((await at.run('keys', 'list', '--json', '--data', 'data')).out).toContain('"revokedAt": 1');
  });

  it('warn of a tier that no policy of the folder declares, and are made all the same', async () => {
    const add = (tier: string) => at.run('keys', 'add', '--tier', tier, '--data', 'data');
    expect((await add('platinum')).err).not.toContain('warning');
    at.write('policies/tiers.route', 'tier free, pro\n');
    expect((await add('pro')).err).not.toContain('warning');
    const { code, out, err } = await add('prop');
    expect([code, out.startsWith('llmr_')]).toEqual([0, true]);
    expect(err).toContain(
      'warning: no policy here declares the tier "prop": requests with this key have an unknown tier\n  help: did you mean "pro"?',
    );
    expect((await add('platinum')).err).toContain('help: the tiers are free, pro;');
  });

  it('can be an admin’s', async () => {
    const { out } = await at.run('keys', 'add', '--admin', '--name', 'ops', '--data', 'data');
    expect(find(out.trim())).toMatchObject({ kind: 'valid', record: { name: 'ops', scopes: ['admin'] } });
  });

  it.each(['0d', '-1d', '90', '90 d', '2020-01-01', '2027-02-30x'])('do not expire %s', async (expires) => {
    expect(
      (await at.run('keys', 'add', '--tier', 'pro', `--expires=${expires}`, '--data', 'data')).code,
    ).toBe(2);
  });

  it('say so where the machine refuses the folder', async () => {
    at.write('file', 'x');
    const { code, err } = await at.run('keys', 'list', '--data', 'file');
    expect([code, err.startsWith('error: ')]).toEqual([2, true]);
  });
});
