/**
 * Secrets in another tool's configuration are never printed: not in the policy, not in the list of losses, not in the
 * message about a broken file. Each secret is planted in each place, and any piece of eight characters is looked for.
 */
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { fromJsonRules } from '../../src/interchange/json-rules/from-json-rules.ts';
import { fromLitellm } from '../../src/interchange/litellm/from-litellm.ts';
import { readDocument } from '../../src/interchange/read-document.ts';
import { renderLosses } from '../../src/interchange/report.ts';
import { withoutSecrets } from '../../src/interchange/secrets.ts';

/** The text in the file, and what must not be printed of it. */
const SECRETS: readonly (readonly [string, string, string])[] = [
  ['a key', 'sk-proj-Qm9vZ2xlYm9v', 'Qm9vZ2xlYm9v'],
  ['an address with a password', 'postgresql://litellm:horsestaple@db.internal:5432/x', 'horsestaple'],
  ['an address with a key in its query', 'https://gw.example/v1?api-key=q7w8e9r0t1y2', 'q7w8e9r0t1y2'],
  ['a header', 'Bearer abcdefgh12345678', 'abcdefgh12345678'],
  [
    'JSON with a key',
    '{"type": "service_account", "private_key": "-----BEGIN PRIVATE KEY-----\\nMIIEvQIBADAN\\n"}',
    'MIIEvQIBADAN',
  ],
  ['a key id of AWS', 'AKIAIOSFODNN7EXAMPLE', 'IOSFODNN7EXAMPLE'],
  ['a secret key of AWS', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'K7MDENG'],
  ['a token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sflKxwRJSMeK', 'sflKxwRJSMeK'],
  ['a key of Google', 'AIzaSyD-9tSrke72PouQMnMX', '9tSrke72PouQMnMX'],
  ['a webhook', 'https://hooks.slack.com/services/T0AAA/B0BBB/Qx7Zr2Wm9Kp4', 'Qx7Zr2Wm9Kp4'],
  ['hexadecimal', '9f86d081884c7d659a2feaa0c55ad015', '9f86d081884c7d65'],
  ['a password', 'correct horse', 'correct horse'],
];

type Json = Record<string, unknown>;
/** Where people put them; the first argument is the secret. */
const PLACES: Readonly<Record<string, (secret: string) => Json>> = {
  'the key': (secret) => withParams({ api_key: secret }),
  'the address': (secret) => withParams({ api_base: secret }),
  'the version': (secret) =>
    withParams({ api_version: secret, model: 'azure/x', api_base: 'https://x.openai.azure.com' }),
  'a credential': (secret) => withParams({ vertex_credentials: secret, aws_secret_access_key: secret }),
  headers: (secret) => withParams({ extra_headers: { Authorization: secret, 'x-other': secret } }),
  'the body': (secret) => withParams({ extra_body: { deep: [{ key: secret }] }, some_setting: secret }),
  'a parameter without a name': (secret) => withParams({ [secret]: 1, stop: [secret, secret] }),
  'the region': (secret) => withParams({ aws_region_name: secret }),
  'the model': (secret) =>
    withParams({ custom_llm_provider: 'openai', num_retries: secret, timeout: secret, weight: secret }),
  'the information': (secret) =>
    withParams({}, { id: secret, base_model: secret, note: secret, mode: 'chat' }),
  'the settings': (secret) => ({
    ...withParams({}),
    general_settings: { master_key: secret, database_url: secret, alerting: secret, anything: secret },
    litellm_settings: {
      cache_params: { url: secret },
      callbacks: [secret],
      budget_duration: secret,
      max_budget: 5,
    },
    router_settings: { redis_url: secret, redis_host: secret, routing_strategy: secret, num_retries: secret },
  }),
  'the environment': (secret) => ({
    ...withParams({ api_base: 'os.environ/BASE' }),
    environment_variables: { BASE: secret, OPENAI_API_KEY: secret },
    credential_list: [{ credential_name: 'c', credential_values: { api_key: secret } }],
    callback_settings: { x: secret },
    [secret]: secret,
  }),
  'a fallback': (secret) => ({
    ...withParams({}),
    router_settings: { fallbacks: [{ a: [secret, { model: secret }] }], model_group_alias: { x: secret } },
  }),
};

function withParams(params: Json, info: Json = {}): Json {
  const litellm_params = { model: 'openai/gpt-4o', ...params };
  return { model_list: [{ model_name: 'a', litellm_params, model_info: info }] };
}

describe('a secret in a configuration', () => {
  it.each(Object.entries(PLACES))('is not printed from %s', (place, write) => {
    for (const [kind, secret, hidden] of SECRETS) {
      const read = readDocument(stringify(write(secret)));
      if (!read.ok) throw new Error(read.message);
      const outcome = fromLitellm(read.document, 'p', read.duplicates);
      const printed = `${JSON.stringify(outcome)}\n${outcome.ok ? `${outcome.text}\n${renderLosses(outcome.lost)}` : outcome.message}`;
      expect(printed.includes(hidden), `${kind} in ${place}:\n${printed}`).toBe(false);
    }
  });

  it('is not printed from a file that cannot be read', () => {
    for (const [kind, secret, hidden] of SECRETS)
      for (const broken of [
        `model_list:\n  - api_key: ${secret}\n\t- x: 1\n`,
        `model_list: [${secret}\n  api_key: "${secret}\n`,
        `api_key: ${secret}: ${secret}\n`,
        `"${secret}\\q": 1\n`,
        `a: *${secret.replace(/\W/g, '')}\n`,
        `a: &x ${secret}\n  b: ${secret}\n`,
        `${secret}\n---\n${secret}\n`,
        `%${secret}\n!<${secret}> x: {${secret}\n`,
      ]) {
        const read = readDocument(broken);
        const outcome = read.ok ? fromLitellm(read.document, 'p', read.duplicates) : read;
        expect(JSON.stringify(outcome).includes(hidden), `${kind}: ${JSON.stringify(outcome)}`).toBe(false);
      }
  });

  it('is removed from any text of a report', () => {
    for (const [kind, secret, hidden] of SECRETS.filter(([kind]) => kind !== 'a password'))
      expect(withoutSecrets(`the value ${secret} (there)`).includes(hidden), kind).toBe(false);
    for (const plain of [
      'write `key env AZURE_OPENAI_EAST_US_2_API_KEY` in `provider azure-2`',
      'add "OPENAI_TOKEN" to `environment` in llmr.json',
      'defaults { first token within 2min attempt within 10min }',
      'max_tokens: 4096, input_cost_per_token: 0.000001',
      'accounts/fireworks/models/llama-v3p3-70b-instruct, meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8',
      'https://generativelanguage.googleapis.com/v1beta/openai',
      'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    ])
      expect(withoutSecrets(plain)).toBe(plain);
  });
});

it('advice to name a fact of rules does not spell a secret as a name', () => {
  const fact = 'postgresql://litellm:horsestaple@db.internal:5432/x';
  const rule = { conditions: { all: [{ fact, operator: 'equal', value: 1 }] }, event: { type: 'm' } };
  const outcome = fromJsonRules([rule], 'p');
  expect(outcome.lost?.[0]?.instead).toContain('--fact');
  expect(JSON.stringify(outcome)).not.toContain('horsestaple');
});

it('a key in the place of a name is not repeated, and long names of models are no keys', () => {
  const key = 'sk-proj-Qm9vZ2xlYm9vQm9v';
  const entry = (model_name: string, model: string) => ({ model_name, litellm_params: { model } });
  const long = 'Llama-4-Maverick-17B-128E-Instruct-FP8-dynamic';
  const outcome = fromLitellm(
    { model_list: [entry(key, 'openai/m'), entry('a', `openai/${key}`), entry(long, `openai/${long}`)] },
    'p',
  );
  const all = JSON.stringify(outcome);
  expect(all).not.toContain('Qm9vZ2xl');
  expect(renderLosses(outcome.lost ?? [])).toContain(`model ${long}`);
});
