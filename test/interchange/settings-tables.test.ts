/**
 * The tables of Portkey's settings and of the parts of rules: docs/interchange.md prints them, and the importers do what
 * they say. Every setting that is kept or changed has a small config and what the policy holds because of it; every other is
 * reported. UPDATE_GOLDEN=1 rewrites the page.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fromJsonRules } from '../../src/interchange/json-rules/from-json-rules.ts';
import { RULE_PARTS } from '../../src/interchange/json-rules/rule-parts.ts';
import { fromPortkey } from '../../src/interchange/portkey/from-portkey.ts';
import { PORTKEY_SETTINGS } from '../../src/interchange/portkey/portkey-settings.ts';
import { renderLosses } from '../../src/interchange/report.ts';

const PAGE = join(import.meta.dirname, '../../docs/interchange.md');
type Row = { readonly becomes: string; readonly says: string };

function table(rows: Readonly<Record<string, Row>>): string {
  const lines = Object.entries(rows).map(
    ([name, { becomes, says }]) => `| \`${name}\` | ${becomes} | ${says} |`,
  );
  return `| setting | is | how, or why not and what to do |\n|---|---|---|\n${lines.join('\n')}\n`;
}

it.each([
  ['portkey', PORTKEY_SETTINGS],
  ['json-rules', RULE_PARTS],
])('the page shows the table of %s', (tool, rows) => {
  const begin = `<!-- table of ${tool}: printed by test/interchange/settings-tables.test.ts -->\n`;
  const end = `<!-- end of the table of ${tool} -->`;
  const page = readFileSync(PAGE, 'utf8');
  const from = page.indexOf(begin) + begin.length;
  const to = page.indexOf(end);
  expect(from, 'the page has the marks of the table').toBeGreaterThan(begin.length);
  const now = `${page.slice(0, from)}\n${table(rows)}\n${page.slice(to)}`;
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(PAGE, now);
  else expect(page).toBe(now);
});

type Json = Record<string, unknown>;
const M = { model: 'm' };
const one = (more: Json): Json => ({ provider: 'openai', override_params: M, ...more });
const two = (strategy: Json, more: Json = {}): Json => ({
  strategy,
  targets: [
    { name: 'a', provider: 'openai', override_params: { model: 'a' }, ...more },
    { name: 'b', provider: 'openai', override_params: { model: 'b' } },
  ],
});
const condition = (default_: string): Json => ({
  mode: 'conditional',
  conditions: [
    Object.fromEntries([
      ['query', { 'metadata.plan': 'paid' }],
      ['then', 'a'],
    ]),
  ],
  default: default_,
});
const azure = (more: Json): Json => ({ provider: 'azure-openai', api_key: 'x', ...more });

/** A config, and what the policy or the report holds because of the setting. */
const EVIDENCE: Readonly<Record<string, readonly [Json, RegExp]>> = {
  strategy: [two({ mode: 'fallback' }), /try a\n {2}then b/],
  'strategy.conditions': [two(condition('b')), /when metadata "plan" is "paid"\n {2}use a/],
  'strategy.default': [two(condition('b')), /otherwise \{[^}]*use b/],
  'strategy.on_status_codes': [two({ mode: 'fallback', on_status_codes: [429] }), /on rate-limit\n/],
  'strategy.sticky': [
    two({ mode: 'loadbalance', sticky: { enabled: true, hash_fields: ['metadata.u'] } }),
    /by metadata "u"/,
  ],
  targets: [two({ mode: 'single' }), /use a/],
  options: [{ mode: 'fallback', options: two({})['targets'] }, /then b/],
  mode: [{ mode: 'fallback', targets: two({})['targets'] }, /then b/],
  name: [two({ mode: 'single' }, { name: 'called' }), /model called \{/],
  weight: [two({ mode: 'loadbalance' }, { weight: 3 }), /75% a\n {2}25% b/],
  provider: [one({}), /at "https:\/\/api\.openai\.com\/v1"/],
  virtual_key: [{ virtual_key: 'groq-1', override_params: M }, /key env GROQ_1_API_KEY/],
  api_key: [one({ api_key: '$MY_KEY' }), /key env MY_KEY/],
  'override_params.model': [{ override_params: { model: '@openai-x/gpt' } }, /is "gpt" on openai-x/],
  override_params: [one({ override_params: { ...M, top_p: 0.5 } }), /set top_p 0\.5/],
  'retry.attempts': [one({ retry: { attempts: 4 } }), /retry 4/],
  'retry.on_status_codes': [
    one({ retry: { attempts: 4, on_status_codes: [503] } }),
    /on overload, connection/,
  ],
  'retry.use_retry_after_headers': [one({ retry: { attempts: 1 } }), /`Retry-After` is always honoured/],
  request_timeout: [one({ request_timeout: 9000 }), /within 9s/],
  custom_host: [one({ custom_host: 'https://h.example/v1' }), /at "https:\/\/h\.example\/v1"\n}/],
  resource_name: [azure({ resource_name: 'acme' }), /at "https:\/\/acme\.openai\.azure\.com/],
  deployment_id: [azure({ deployment_id: 'dep' }), /is "dep"/],
  azure_deployment_name: [azure({ azure_deployment_name: 'dep' }), /is "dep"/],
  api_version: [azure({ api_version: '2024-06-01' }), /api version "2024-06-01"/],
  azure_api_version: [azure({ azure_api_version: '2024-06-01' }), /api version "2024-06-01"/],
};

describe('a setting of Portkey', () => {
  it.each(Object.entries(PORTKEY_SETTINGS))('%s', (name, { becomes, loss }) => {
    const [config, words] = EVIDENCE[name] ?? [one({ [name]: { mode: 'simple', x: 1 } }), /./];
    const outcome = fromPortkey(config, 'p');
    if (!outcome.ok) throw new Error(outcome.message);
    expect(`${outcome.text}\n${renderLosses(outcome.lost)}`).toMatch(words);
    const reported = outcome.lost.find(({ what }) => what.startsWith(`${name}:`));
    expect(EVIDENCE[name] === undefined, 'what is kept has evidence').toBe(becomes === 'lost');
    if (becomes === 'lost')
      expect(reported).toMatchObject({ why: loss?.why, instead: loss?.instead, weight: loss?.weight });
  });

  it('that is unknown is reported as well', () => {
    const outcome = fromPortkey(one({ brand_new: true }), 'p');
    expect(outcome.lost?.map(({ what }) => what)).toContain('brand_new: true');
  });
});

const RULE_EVIDENCE: Readonly<Record<string, readonly [Json, RegExp]>> = {
  'conditions.all, any, not': [
    { not: { fact: 'tokens', operator: 'lessThan', value: 5 } },
    /tokens at least 5/,
  ],
  'conditions.condition': [{ condition: 'big' }, /tokens over 9/],
  priority: [{ fact: 'tokens', operator: 'equal', value: 1 }, /route m[\s\S]*otherwise/],
  'equal, notEqual, in, notIn': [{ fact: 'header "x"', operator: 'in', value: [1, 'a'] }, /is "1" or "a"/],
  'lessThan, greaterThan, …Inclusive': [
    { fact: 'tokens', operator: 'lessThanInclusive', value: 7 },
    /tokens up to 7/,
  ],
  'not:, swap:, someValue:, everyValue:': [
    { fact: 'tokens', operator: 'swap:lessThan', value: 7 },
    /tokens over 7/,
  ],
  'fitsGlob, matchesRe2, containsText': [
    { fact: 'team', operator: 'fitsGlob', value: 'a*' },
    /team like "a\*"/,
  ],
  'facts of another name, path, params': [
    { fact: 'age', params: { u: 1 }, path: '$.y', operator: 'equal', value: 3 },
    /tokens is 3/,
  ],
  'contains, doesNotContain, someFact:, everyFact:': [
    { fact: 'team', operator: 'contains', value: 'a' },
    /asks a list/,
  ],
  'your own operators and decorators': [
    { fact: 'team', operator: 'own', value: 'a' },
    /which the program defines/,
  ],
  'value: {"fact": …}': [{ fact: 'team', operator: 'equal', value: { fact: 'user' } }, /with another fact/],
  'event.type, params.model, params.target': [
    { fact: 'tokens', operator: 'equal', value: 1 },
    /use m[\s\S]*Fill in the model|Fill in the model[\s\S]*use m/,
  ],
  'event.params.status, message': [{ fact: 'tokens', operator: 'equal', value: 2 }, /refuse 451 "No\."/],
  'event.params, others': [
    { fact: 'tokens', operator: 'equal', value: 1 },
    /notify: true \(rules\[0\]\.event\.params\)/,
  ],
  'name, onSuccess, onFailure': [{ fact: 'tokens', operator: 'equal', value: 1 }, /route /],
};

it.each(Object.keys(RULE_PARTS))('a part of rules: %s', (part) => {
  const [condition_, words] = RULE_EVIDENCE[part] ?? [{}, /never/];
  const rule = {
    conditions: { all: [condition_] },
    event: { type: 'm', params: { notify: true } },
    priority: 9,
  };
  const refusal = {
    conditions: { all: [{ fact: 'tokens', operator: 'equal', value: 2 }] },
    event: { type: 'no', params: { status: 451, message: 'No.' } },
  };
  const shared = { big: { all: [{ fact: 'tokens', operator: 'greaterThan', value: 9 }] } };
  const outcome = fromJsonRules(
    { rules: [rule, refusal], conditions: shared },
    'p',
    new Map([['age $.y', 'tokens']]),
  );
  expect(`${outcome.ok ? outcome.text : ''}\n${renderLosses(outcome.lost ?? [])}`).toMatch(words);
});
