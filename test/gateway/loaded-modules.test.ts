import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, expect, test } from 'vitest';
import { createFolder, policyText } from './policies/reload/folder.ts';

const ROOT = join(import.meta.dirname, '../..');
const folder = createFolder({ 'demo.route': policyText('one') });
afterAll(() => folder.remove());

/** The modules that a process loads in its main thread. */
async function loadedBy(...args: string[]): Promise<string[]> {
  const hook = join(ROOT, 'test/support/loaded-modules.mjs');
  const child = spawn(process.execPath, ['--import', hook, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  const loaded = await text(child.stdio[3] as Readable);
  expect(loaded).toContain(args[0]);
  return loaded.split('\n');
}

const packagesOf = (loaded: readonly string[]) => [
  ...new Set(loaded.flatMap((url) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? [])),
];

test('help of a command loads its options and nothing else', async () => {
  const loaded = await loadedBy('src/cli/llmr-lint.ts', '--help');
  expect(packagesOf(loaded)).toEqual(['commander']);
  expect(
    loaded.filter((url) =>
      /src\/(?:meaning|language\/(?!diagnostics|text)|gateway\/(?!policies\/reload\/policy-file))/.test(url),
    ),
  ).toEqual([]);
});

test('a service that starts and answers a thousand requests loads no parser, schema compiler, tokenizer or training texts', async () => {
  const loaded = await loadedBy('test/support/serve-requests.ts', join(folder.path, '..'), '1000');
  const packages = packagesOf(loaded);
  expect(packages).toContain('koa');
  for (const name of ['chevrotain', 'ajv', 'gpt-tokenizer', 'json-rules-engine', 'vectra', 'commander'])
    expect(packages).not.toContain(name);
  const needless = /src\/language\/(?:syntax|lint|analysis|testing|library\/|heads\/background)/;
  expect(loaded.filter((url) => needless.test(url))).toEqual([]);
});
