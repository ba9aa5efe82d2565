import { afterEach, describe, expect, test } from 'vitest';
import { type Verdict, vetPolicies } from '../../../../src/gateway/policies/reload/vet-policies.ts';
import { createVetting } from '../../../../src/gateway/policies/reload/vetting.ts';
import { createFolder, type Folder, manyRoutes, policyText, TESTS } from './folder.ts';

let folder: Folder;
afterEach(() => folder.remove());
const optionsOf = () => ({ directory: folder.path, cacheDir: folder.at('../heads'), today: '2026-11-22' });
const vet = (): Promise<Verdict> => vetPolicies(optionsOf());

describe('a set may go live', () => {
  test('when it compiles, is free of errors and passes its own tests', async () => {
    folder = createFolder({ 'demo.route': policyText('one'), 'demo.test.route': TESTS });
    const verdict = await vet();
    expect(verdict).toMatchObject({ kind: 'good', paths: ['demo.route', 'demo.test.route'] });
    if (verdict.kind !== 'good') return;
    expect(verdict.policies.map(({ policy }) => policy.name)).toEqual(['demo']);
    expect(verdict.policies[0]?.graph.rules.map((rule) => rule.route)).toEqual(['long', 'otherwise']);
  });
});

describe('a set may not go live', () => {
  test('with an error in any of its files', async () => {
    folder = createFolder({ 'demo.route': policyText('one', 'nobody'), 'demo.test.route': TESTS });
    const verdict = await vet();
    expect(verdict).toMatchObject({
      kind: 'bad',
      reason: expect.stringMatching(/^1 error, the first in demo\.route: .*nobody/),
    });
    expect(verdict.kind === 'bad' && verdict.text).toContain('demo.route:');
  });

  test('when one of its tests fails, with what failed', async () => {
    folder = createFolder({ 'demo.route': policyText('one', 'large'), 'demo.test.route': TESTS });
    expect(await vet()).toMatchObject({
      kind: 'bad',
      reason: "1 of the policies' own tests failed",
      findings: [{ name: 'short goes small', file: 'demo.test.route', ok: false }],
    });
  });

  test('when a test file tests nothing that is there', async () => {
    folder = createFolder({
      'demo.route': policyText('one'),
      'demo.test.route': TESTS.replace('demo.route', 'gone.route'),
    });
    expect(await vet()).toMatchObject({ kind: 'bad' });
  });

  test('when it holds no policy', async () => {
    folder = createFolder({ 'notes.txt': 'x' });
    expect(await vet()).toMatchObject({ kind: 'empty' });
    folder.write('tiers.route', 'tier free, pro');
    expect((await vet()).kind).not.toBe('good');
  });
});

test('a folder that changes while it is vetted is judged as it is in the end', async () => {
  folder = createFolder({ 'demo.route': manyRoutes(100) });
  let edits = 0;
  const editing = setInterval(() => {
    folder.write('demo.route', `${manyRoutes(100)}# edit ${++edits}\n`);
    if (edits === 3) clearInterval(editing);
  }, 1);
  const verdict = await vet();
  const editsSeen = edits;
  const after = await vet();
  expect(editsSeen).toBe(3);
  expect(verdict).toMatchObject({ kind: 'good', hash: after.hash });
});

describe('in its process', () => {
  test('the loop that serves goes on turning, and data arrives whole', async () => {
    folder = createFolder({ 'demo.route': manyRoutes(300) });
    const vetting = createVetting();
    await vetting.vet(optionsOf());
    folder.write('demo.route', `${manyRoutes(300)}\n# changed`);
    let turns = 0;
    let vetted = false;
    const turn = (): void => {
      turns += 1;
      if (!vetted) setImmediate(turn);
    };
    turn();
    const verdict = await vetting.vet(optionsOf());
    vetted = true;
    await vetting.close();
    expect(verdict.kind).toBe('good');
    if (verdict.kind !== 'good') return;
    expect(verdict.policies[0]?.policy.routes).toHaveLength(300);
    expect(verdict.policies[0]?.policy.models).toBeInstanceOf(Map);
    // Vetted on this loop, 300 routes would leave it a few dozen turns.
    expect(turns).toBeGreaterThan(500);
  });

  test('a budget that is spent ends the vetting and not the service', async () => {
    folder = createFolder({ 'demo.route': policyText('one') });
    const vetting = createVetting(1);
    await expect(vetting.vet(optionsOf())).rejects.toThrow('took longer than 0.001 s');
    await vetting.close();
  });
});
