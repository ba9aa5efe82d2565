/** What short commands load: linting and formatting must start without the service, its stores and its tables. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './run-in-folder.ts';

/** Prints every module that is loaded, one a line, on standard error at the end. */
const PRELOAD = `
  import { registerHooks } from 'node:module';
  const loaded = [];
  registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
  process.on('exit', () => process.stderr.write(loaded.join('\\n') + '\\n'));
`;
const preload = `data:text/javascript,${encodeURIComponent(PRELOAD)}`;
const SERVICE =
  /node_modules\/(koa|@koa|vectra|gpt-tokenizer|undici|pino|ajv|json-rules-engine|cockatiel|chokidar)\/|\/src\/(gateway|meaning)\/|node:sqlite/;

/** Small rules that the command line and the service share. They load nothing themselves. */
const SHARED =
  /\/src\/gateway\/(reload\/policy-file|secrets\/(key-hosts|encoder-hosts|key-variables)|config\/(config-keys|environment))\.ts$/;
const isService = (url: string): boolean => SERVICE.test(url) && !SHARED.test(url);

function loadedBy(...argv: readonly string[]): string[] {
  const ran = spawnSync(process.execPath, ['--import', preload, join(ROOT, 'src/cli/llmr.ts'), ...argv], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(ran.status).toBe(0);
  return ran.stderr.trim().split('\n');
}

describe('starting up', () => {
  it.each([
    ['lint', 'policies/tiers', 'policies/cost-saving'],
    ['fmt', '--check', 'policies'],
    ['graph', 'policies'],
  ])('%s loads nothing of the service', (...argv) => {
    const loaded = loadedBy(...argv);
    expect(loaded.length).toBeGreaterThan(5);
    expect(loaded.filter(isService)).toEqual([]);
  });

  it('lint of a policy with intents trains them, and loads nothing else', () => {
    const loaded = loadedBy(
      'lint',
      'policies/support',
      '--data',
      join(ROOT, 'node_modules/.cache/llmr-start-up'),
    );
    expect(loaded.filter((url) => isService(url) && !url.includes('/src/meaning/'))).toEqual([]);
  });

  it('the service loads what it needs, so that the list above means something', () => {
    expect(loadedBy('test', 'policies/tiers').some((url) => SERVICE.test(url))).toBe(true);
  });
});
