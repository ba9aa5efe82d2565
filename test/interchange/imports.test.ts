/**
 * Configurations of other tools, written from their documented shapes: `test/golden/interchange/NAME.(yaml|json)` in,
 * `NAME.out` (the policy, then what is lost) out. UPDATE_GOLDEN=1 rewrites; they are read in review.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { shares } from '../../src/interchange/draft-policy.ts';
import { fromJsonRules } from '../../src/interchange/json-rules/from-json-rules.ts';
import { fromLitellm } from '../../src/interchange/litellm/from-litellm.ts';
import { fromPortkey } from '../../src/interchange/portkey/from-portkey.ts';
import { type ImportOutcome, renderLosses } from '../../src/interchange/report.ts';
import { compile } from '../../src/language/compile.ts';
import { format } from '../../src/language/format/format.ts';
import { runLint } from '../../src/language/lint/run-lint.ts';
import { parse } from '../../src/language/syntax/parse.ts';
import { createSource } from '../../src/language/text/source.ts';

const FOLDER = join(import.meta.dirname, '../golden/interchange');

/** What only the user can fill in is empty, which is an error until they have. */
function isBlank(message: string): boolean {
  return (
    message === 'this address is empty' || message === 'the name of a model at its provider must not be empty'
  );
}

function checked(outcome: ImportOutcome) {
  if (!outcome.ok) throw new Error(outcome.message);
  const source = createSource('imported.route', outcome.text);
  const errors = runLint(compile([source], new Map()), [source], { today: '2026-11-22' }).filter(
    ({ severity, message }) => severity === 'error' && !isBlank(message),
  );
  expect(
    errors.map(({ rule, message }) => `${rule}: ${message}`),
    outcome.text,
  ).toEqual([]);
  expect(format(parse(source))).toEqual({ ok: true, text: outcome.text });
  return outcome;
}

describe('an imported configuration', () => {
  it.each([
    ['litellm.yaml', fromLitellm],
    ['portkey.json', fromPortkey],
    ['legacy-rules.json', fromJsonRules],
  ] as const)('%s', (file, load) => {
    const text = readFileSync(join(FOLDER, file), 'utf8');
    const name = file.replace(/\..*$/, '');
    const { text: policy, lost } = checked(load(parseYaml(text), name));
    const now = `${policy}\n---\n${renderLosses(lost)}`;
    const golden = join(FOLDER, `${name}.out`);
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, now);
    else expect(now, 'UPDATE_GOLDEN=1 writes what is said now').toBe(readFileSync(golden, 'utf8'));
    expect(now).not.toMatch(/sk-[a-z0-9]/);
    for (const loss of lost) for (const part of Object.values(loss)) expect(part).not.toBe('');
  });

  it('of little is a policy too', () => {
    checked(
      fromLitellm(
        { model_list: [{ model_name: 'tokens', litellm_params: { model: 'gpt-4o' } }] },
        '1 odd name',
      ),
    );
    checked(fromPortkey({ provider: 'openai', api_key: 'x' }, 'p'));
    checked(
      fromPortkey(
        { strategy: 'fallback', targets: [{ provider: 'a"b' }, { provider: 'c', weight: 0 }] },
        'p',
      ),
    );
    checked(
      fromJsonRules([{ conditions: { all: [{ fact: 'tier', operator: 'equal', value: 'pro' }] } }], 'p'),
    );
    expect(fromJsonRules([], 'p')).toMatchObject({ ok: false, message: 'this is an empty list of rules' });
  });

  it('that is none says so', () => {
    for (const load of [fromLitellm, fromPortkey, fromJsonRules]) {
      for (const document of [null, 7, 'x', {}, { model_list: [] }]) {
        expect(load(document, 'p')).toMatchObject({ ok: false, message: expect.stringMatching(/^this /) });
      }
    }
  });

  it('has shares that add up, and are close to the weights', () => {
    expect(shares([1, 1, 1])).toEqual({ percent: [34, 33, 33], changed: false });
    expect(shares([0.7, 0.3])).toEqual({ percent: [70, 30], changed: false });
    expect(shares([1_000, 1])).toEqual({ percent: [99.9, 0.1], changed: false });
    expect(shares([2_000, 1])).toEqual({ percent: [99.95, 0.05], changed: false });
    expect(shares([1_000_000, 1])).toEqual({ percent: [99.99, 0.01], changed: true });
    for (const weights of [[3, 7, 90.5], [1, 30], [5, 1, 1], Array.from({ length: 50 }, (_, i) => i + 1)]) {
      const { percent } = shares(weights);
      expect(percent.reduce((sum, one) => sum + Math.round(one * 100), 0)).toBe(10_000);
    }
  });

  it('reports a share that a split cannot have', () => {
    const targets = [1_000_000, 1].map((weight, index) => ({
      provider: 'openai',
      weight,
      override_params: { model: `m${index}` },
    }));
    const portkey = fromPortkey({ strategy: { mode: 'loadbalance' }, targets }, 'p');
    expect(portkey.lost?.map(({ what, weight }) => [what, weight])).toContainEqual([
      'weight: 1000000, 1',
      'answers',
    ]);
    const model_list = targets.map(({ weight }, index) => ({
      model_name: 'a',
      litellm_params: { model: `openai/m${index}`, weight },
    }));
    expect(fromLitellm({ model_list }, 'p').lost?.map(({ what }) => what)).toContain('shares of a');
  });

  it('is one rule alone, too', () => {
    const rule = {
      conditions: { all: [{ fact: 'tier', operator: 'equal', value: 'pro' }] },
      event: { type: 'gpt-4o' },
    };
    const outcome = fromJsonRules(rule, 'p');
    expect(outcome).toMatchObject({ ok: true, text: expect.stringContaining('when tier is pro') });
    expect(fromJsonRules(rule.conditions, 'p')).toMatchObject({
      ok: false,
      message: expect.stringContaining('without its event'),
    });
  });

  it('gives no advice that sends a key to the maker of a dialect when the file names another host', () => {
    for (const api_base of ['https://azure-gateway.example', 'os.environ/AZURE_BASE']) {
      const params = { model: 'anthropic/claude', api_base, api_key: 'os.environ/AZURE_AI_KEY' };
      const { lost } = fromLitellm({ model_list: [{ model_name: 'a', litellm_params: params }] }, 'p');
      const advice = lost?.find(({ what }) => what === '`speaks anthropic`')?.instead;
      expect(advice).toContain('of this host');
    }
    const own = { model: 'anthropic/claude' };
    const { lost } = fromLitellm({ model_list: [{ model_name: 'a', litellm_params: own }] }, 'p');
    expect(lost?.find(({ what }) => what === '`speaks anthropic`')?.instead).toContain('api.anthropic.com');
  });

  it('gives no advice that the language refuses', () => {
    const params = { model: 'openai/m', stream: true, thinking: { type: 'adaptive' }, seed: 1 };
    const { lost } = fromLitellm({ model_list: [{ model_name: 'a', litellm_params: params }] }, 'p');
    const advice = (name: string) => lost?.find(({ what }) => what.startsWith(`${name}:`))?.instead;
    expect(advice('stream')).toMatch(/^have callers send `stream`/);
    expect(advice('thinking')).toMatch(/^have callers send `thinking`/);
    expect(advice('seed')).toContain('set seed …');
  });
});
