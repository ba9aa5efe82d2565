/** `llmr import` and `llmr export` as commands: streams, files, exit codes, and the way back. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { folder, ROOT } from '../run-in-folder.ts';

const place = folder('policies/tiers');
afterAll(() => place.remove());
const golden = (name: string) => readFileSync(join(ROOT, 'test/golden/interchange', name), 'utf8');

describe('llmr import', () => {
  it('prints the policy, and the losses apart from it', async () => {
    place.write('config.yaml', golden('litellm.yaml'));
    const { code, out, err } = await place.run('import', '--from', 'litellm', 'config.yaml');
    expect(code).toBe(0);
    expect(out).toMatch(/^# Imported from a LiteLLM configuration\.\npolicy config edition 1 \{/);
    expect(err).toMatch(/^\d+ things are lost or changed\nchanges who answers, or who may ask:\n- /);
  });

  it('writes into a folder that lints without errors, and replaces nothing unasked', async () => {
    const args = ['import', '--from', 'litellm', 'config.yaml', '--out', 'new'];
    expect((await place.run(...args)).out).toMatch(/^wrote new\/config\.route\n/);
    expect((await place.run('llmr-lint', 'new')).code).toBe(0);
    expect((await place.run('fmt', '--check', 'new')).code).toBe(0);
    const again = await place.run(...args);
    expect([again.code, again.err]).toEqual([
      2,
      'error: new/config.route is there already\n  help: --force replaces it\n',
    ]);
    expect((await place.run(...args, '--force')).code).toBe(0);
  });

  it('tells all of it as JSON', async () => {
    place.write('portkey.json', golden('portkey.json'));
    const { out } = await place.run('import', '--from', 'portkey', 'portkey.json', '--json');
    const told = JSON.parse(out);
    expect(told).toMatchObject({ version: 1, from: 'portkey', policy: 'portkey', file: 'portkey.route' });
    expect(Object.keys(told.lost[0])).toEqual(['what', 'where', 'why', 'instead', 'weight']);
  });

  it('reports as JSON that nothing was imported', async () => {
    place.write('none.json', '{"strategy": {"mode": "single"}, "retry": {"attempts": 3}}');
    const { code, out } = await place.run('import', '--from', 'portkey', 'none.json', '--json');
    expect(code).toBe(1);
    const { version, error, lost } = JSON.parse(out);
    expect([version, error.message, lost]).toEqual([1, expect.any(String), expect.any(Array)]);
  });

  it.each([
    [['--from', 'kong', 'config.yaml'], 2, 'use json-rules, litellm, portkey'],
    [['--from', 'litellm', 'gone.yaml'], 2, 'there is no such file'],
    [['--from', 'portkey', 'config.yaml'], 1, 'it looks like a configuration of litellm: use --from litellm'],
    [['--from', 'litellm', 'broken.yaml'], 1, 'broken.yaml: '],
    [['--from', 'litellm', 'blank.yaml'], 1, 'before it can serve: 1 to fill in, see the list'],
    [['--from', 'litellm', 'native.yaml'], 1, 'nothing of this policy can run'],
    [['--from', 'litellm', 'globs.yaml'], 1, 'changes who answers, or who may ask:\n- openai/* → openai/*'],
    [['--from', 'litellm', 'bomb.yaml'], 1, 'alias'],
  ])('%j', async (args, code, words) => {
    const model = (name: string) =>
      `model_list:\n  - model_name: "${name}"\n    litellm_params: { model: "${name}" }\n`;
    place.write('blank.yaml', model('watsonx/granite'));
    place.write('native.yaml', model('anthropic/claude-sonnet-4-5'));
    place.write('globs.yaml', model('openai/*'));
    place.write('broken.yaml', 'a: [1\nb: }');
    const bomb = [
      'a0: &a0 [x]',
      ...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`),
    ];
    place.write('bomb.yaml', bomb.join('\n'));
    const ran = await place.run('import', ...args);
    expect(ran.code).toBe(code);
    expect(ran.err).toContain(words);
  });
});

describe('llmr export', () => {
  it('writes rules that import as a policy of the same routes', async () => {
    const { code, out, err } = await place.run(
      'export',
      '--to',
      'json-rules',
      '--policies',
      '.',
      '--model',
      'chat',
    );
    const named =
      code === 2 ? await place.run('export', '--to', 'json-rules', 'tiers.route') : { code, out, err };
    expect(named.code, named.err).toBe(0);
    const document = JSON.parse(named.out);
    expect(document.rules.length).toBeGreaterThan(1);
    expect(named.err).toContain('lost or changed');
    place.write('rules.json', named.out);
    const back = await place.run('import', '--from', 'json-rules', 'rules.json', '--json');
    // Rules do not say how their models are reached.
    expect(back.code).toBe(1);
    expect(back.err).toContain('1 to fill in');
    const routes = [
      ...new Set(
        document.rules.map((rule: { event: { params: { route: string } } }) => rule.event.params.route),
      ),
    ];
    for (const route of routes)
      expect(JSON.parse(back.out).text).toContain(route === 'otherwise' ? 'otherwise {' : `route ${route} {`);
  });

  it('knows two formats', async () => {
    const { code, err } = await place.run('export', '--to', 'xml');
    expect([code, err]).toEqual([
      2,
      'error: there is no export to "xml"\n  help: use json-rules or outcomes\n',
    ]);
  });
});
