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

  it('has whole shares that add up', () => {
    expect(shares([1, 1, 1])).toEqual([34, 33, 33]);
    expect(shares([0.7, 0.3])).toEqual([70, 30]);
    expect(shares([1_000, 1])).toEqual([99, 1]);
  });
});
