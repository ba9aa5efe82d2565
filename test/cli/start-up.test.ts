/** What short commands load: linting and formatting must start without the service, its stores and its tables. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './run-in-folder.ts';

/** Prints every module that is loaded and every file that is opened or read, one per line, on standard error at the end. */
const PRELOAD = `
  import fs from 'node:fs';
  import { registerHooks, syncBuiltinESMExports } from 'node:module';
  const loaded = [];
  registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
  for (const name of ['openSync', 'readFileSync']) {
    const real = fs[name];
    fs[name] = (path, ...rest) => { loaded.push('opened ' + path); return real(path, ...rest); };
  }
  syncBuiltinESMExports();
  process.on('exit', () => process.stderr.write(loaded.join('\\n') + '\\n'));
`;
const preload = `data:text/javascript,${encodeURIComponent(PRELOAD)}`;
const SERVICE =
  /node_modules\/(koa|@koa|vectra|gpt-tokenizer|undici|pino|ajv|json-rules-engine|cockatiel|chokidar)\/|\/src\/(gateway|meaning)\/|node:sqlite/;

/** Small rules that the command line and the service share. They load nothing themselves, or only each other. */
const SHARED =
  /\/src\/gateway\/(policies\/reload\/(policy-file|code-id)|config\/(config-keys|environment)|secrets\/(key-hosts|encoder-hosts|key-variables))\.ts$/;
/** The table of word vectors, plain in a checkout and compressed in the package. */
const WORD_TABLE = /^opened .*\/words-en\.bin/;
const isService = (url: string): boolean =>
  !url.startsWith('opened ') && SERVICE.test(url) && !SHARED.test(url);

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
    ['lint', '--no-cache', 'policies/tiers', 'policies/cost-saving'],
    ['fmt', '--check', 'policies'],
    ['graph', 'policies'],
  ])('%s loads nothing of the service', (...argv) => {
    const loaded = loadedBy(...argv);
    expect(loaded.length).toBeGreaterThan(5);
    expect(loaded.filter(isService)).toEqual([]);
    expect(loaded.filter((line) => WORD_TABLE.test(line))).toEqual([]);
  });

  it('lint of a policy with intents trains them, and loads nothing else', () => {
    const loaded = loadedBy(
      'lint',
      '--no-cache',
      'policies/support',
      '--data',
      join(ROOT, 'node_modules/.cache/llmr-start-up'),
    );
    expect(loaded.filter((url) => isService(url) && !url.includes('/src/meaning/'))).toEqual([]);
    expect(loaded.some((line) => WORD_TABLE.test(line))).toBe(true);
  });

  it('the service loads what it needs, so that the list above means something', () => {
    const loaded = loadedBy('test', 'policies/tiers');
    expect(loaded.some((url) => SERVICE.test(url))).toBe(true);
    // These policies have no intents.
    expect(loaded.filter((line) => WORD_TABLE.test(line))).toEqual([]);
  });
});
