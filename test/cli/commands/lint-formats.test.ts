/** `llmr-lint --format sarif|github|junit` as a command: what goes to which stream, and the exit code. */
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { folder } from '../run-in-folder.ts';

const place = folder('test/golden/cli/faulty');
afterAll(() => place.remove());

describe('llmr-lint --format', () => {
  it('sarif: one JSON document, errors fail', async () => {
    const { code, out, err } = await place.run('llmr-lint', '--format', 'sarif');
    expect(code).toBe(1);
    expect(err).toBe('');
    expect(JSON.parse(out).runs[0].results.map((result: { level: string }) => result.level)).toEqual([
      'warning',
      'error',
    ]);
  });

  it('github: commands with paths below the current folder, also when asked by absolute path', async () => {
    const { code, out, err } = await place.run(
      'llmr-lint',
      '--format',
      'github',
      join(place.path, 'support.route'),
    );
    expect(code).toBe(1);
    expect(out).toMatch(/^::warning file=models\.route,/);
    expect(out).toContain('\n::error file=support.route,line=10,col=7,');
    expect(err).toBe('1 error, 1 warning in 2 files\n');
  });

  it('junit: a warning fails where the run allows none', async () => {
    const failures = async (...more: string[]) => {
      const { code, out } = await place.run('llmr-lint', '--format', 'junit', ...more, 'models.route');
      return [code, out.match(/<failure /g)?.length ?? 0];
    };
    expect(await failures()).toEqual([0, 0]);
    expect(await failures('--max-warnings', '0')).toEqual([1, 1]);
  });

  it('names the formats there are', async () => {
    const { code, err } = await place.run('llmr-lint', '--format', 'xml');
    expect(code).toBe(2);
    expect(err).toContain('use text, json, sarif, github, junit');
  });

  it('infos are counted in text, printed with --infos, and always in JSON', async () => {
    const infos = async (...more: string[]) =>
      (await place.run('llmr-lint', ...more)).out.match(/ info missing-because|"severity": "info"/g)
        ?.length ?? 0;
    place.write('support.route', place.read('support.route').replace('sonet', 'sonnet'));
    expect(await infos()).toBe(0);
    expect((await place.run('llmr-lint')).out).toMatch(/ in 2 files\n\d infos?; --infos prints (it|them)\n$/);
    expect(await infos('--infos')).toBeGreaterThan(0);
    expect(await infos('--format', 'json')).toBe(await infos('--infos'));
  });
});

describe('llmr-lint of key variables', () => {
  it('warns of one that llmr.json does not let policies read', async () => {
    const own = folder();
    try {
      own.write(
        'shop.route',
        'policy shop edition 1 {\n  serves "shop"\n}\nprovider shop {\n  speaks openai\n  at "https://shop.example/v1"\n  key env SHOP_TOKEN\n}\nmodel a {\n  is "a" on shop\n}\notherwise {\n  because "All."\n  use a\n}\n',
      );
      const { code, out } = await own.run('llmr-lint');
      expect(code).toBe(0);
      expect(out).toContain('the key of provider `shop` is not read: SHOP_TOKEN is not allowed');
      expect(out).toContain(
        'help: rename the variable, such as SHOP_API_KEY, or add "SHOP_TOKEN" to "environment"',
      );
      own.write('llmr.json', '{ "environment": ["SHOP_TOKEN"] }');
      expect((await own.run('llmr-lint')).out).toMatch(/^0 errors, 0 warnings/);
    } finally {
      own.remove();
    }
  });
});

describe('llmr explain RULE', () => {
  it('knows a rule by its former id, and says what it is called now', async () => {
    const { code, out, err } = await place.run('explain', 'dearer-fallback-under-budget');
    expect([code, err]).toEqual([
      0,
      'note: "dearer-fallback-under-budget" is now called "costlier-fallback-under-budget"\n',
    ]);
    expect(out).toMatch(/^# costlier-fallback-under-budget\n/);
  });
});
