/**
 * The table of LiteLLM's settings: docs/interchange.md prints it, and the importer does what it says. Every kept setting
 * has a small configuration and what the policy must hold because of it; every other is reported. UPDATE_GOLDEN=1 rewrites the
 * page.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fromLitellm } from '../../src/interchange/litellm/from-litellm.ts';
import { LITELLM_SETTINGS, type Section } from '../../src/interchange/litellm/litellm-settings.ts';

const PAGE = join(import.meta.dirname, '../../docs/interchange.md');
const BEGIN = '<!-- table of settings: printed by test/interchange/litellm-settings.test.ts -->\n';
const END = '<!-- end of the table -->';
const TITLES: Readonly<Record<Section, string>> = {
  file: 'Sections of the file',
  model_list: '`model_list`, each entry',
  litellm_params: '`litellm_params`',
  model_info: '`model_info`',
  router_settings: '`router_settings`',
  litellm_settings: '`litellm_settings`',
  general_settings: '`general_settings`',
};

function table(): string {
  return Object.entries(LITELLM_SETTINGS)
    .map(([section, settings]) => {
      const rows = Object.entries(settings).map(
        ([key, { fate, why, instead }]) =>
          `| \`${key}\` | ${fate} | ${fate === 'kept' ? why : `${why}; ${instead}`} |`,
      );
      return `### ${TITLES[section as Section]}\n\n| setting | is | how, or why not and what to do |\n|---|---|---|\n${rows.join('\n')}\n`;
    })
    .join('\n');
}

type Json = Record<string, unknown>;
const GPT = { model: 'openai/gpt-4o', api_key: 'os.environ/OPENAI_API_KEY' };
const BIG = { model: 'openai/gpt-4.1', api_key: 'os.environ/OPENAI_API_KEY' };
const entry = (name: string, params: Json, info: Json = {}): Json => ({
  model_name: name,
  litellm_params: params,
  model_info: info,
});
const two = (one: Json, other: Json): Json => ({
  model_list: [entry('a', { ...GPT, ...one }), entry('a', { ...BIG, ...other })],
});
const params = (more: Json): Json => ({ model_list: [entry('a', { ...GPT, ...more })] });
const info = (more: Json): Json => ({ model_list: [entry('a', GPT, more)] });
const pair = (more: Json): Json => ({ model_list: [entry('a', GPT), entry('b', BIG)], ...more });
const router = (more: Json): Json => pair({ router_settings: more });
const cost = { input_cost_per_token: 1e-6, output_cost_per_token: 2e-6 };

/** A configuration, and what the policy holds because of the setting. */
const EVIDENCE: Readonly<Record<string, readonly [Json, RegExp]>> = {
  'file.model_list': [pair({}), /serves "a", "b"/],
  'file.router_settings': [router({ num_retries: 1 }), /retry 1/],
  'file.litellm_settings': [pair({ litellm_settings: { num_retries: 1 } }), /retry 1/],
  'file.general_settings': [pair({ general_settings: { max_parallel_requests: 3 } }), /3 at once per key/],
  'file.credential_list': [
    {
      ...params({ litellm_credential_name: 'c', api_key: null }),
      credential_list: [{ credential_name: 'c', credential_values: { api_base: 'https://c.example/v1' } }],
    },
    /at "https:\/\/c\.example\/v1"/,
  ],
  'model_list.model_name': [pair({}), /asked for is "a"/],
  'model_list.litellm_params': [pair({}), /is "gpt-4o" on openai/],
  'model_list.model_info': [info({ max_input_tokens: 9000 }), /window 9k/],
  'litellm_params.model': [pair({}), /is "gpt-4\.1" on openai/],
  'litellm_params.custom_llm_provider': [
    params({ model: 'llama', custom_llm_provider: 'groq' }),
    /is "llama" on groq/,
  ],
  'litellm_params.api_base': [params({ api_base: 'https://h.example/v1' }), /at "https:\/\/h\.example\/v1"/],
  'litellm_params.base_url': [params({ base_url: 'https://h.example/v1' }), /at "https:\/\/h\.example\/v1"/],
  'litellm_params.api_key': [params({ api_key: 'os.environ/MY_KEY' }), /key env MY_KEY/],
  'litellm_params.api_version': [
    params({ model: 'azure/x', api_base: 'https://x.openai.azure.com', api_version: '2024-10-21' }),
    /api version "2024-10-21"/,
  ],
  'litellm_params.litellm_credential_name': [
    {
      ...params({ litellm_credential_name: 'c', api_key: null }),
      credential_list: [{ credential_name: 'c', credential_values: { api_key: 'os.environ/C_KEY' } }],
    },
    /key env C_KEY/,
  ],
  'litellm_params.weight': [two({ weight: 3 }, { weight: 1 }), /75% a-gpt-4o\n {2}25% a-gpt-4\.1/],
  'litellm_params.order': [two({ order: 2 }, { order: 1 }), /try a within|try a\n {2}then a-2/],
  'litellm_params.timeout': [params({ timeout: 7 }), /within 7s first token within 7s/],
  'litellm_params.stream_timeout': [params({ stream_timeout: 7 }), /first token within 7s/],
  'litellm_params.num_retries': [params({ num_retries: 4 }), /retry 4/],
  'litellm_params.max_retries': [params({ max_retries: 4 }), /retry 4/],
  'litellm_params.input_cost_per_token': [params(cost), /price \$1 in, \$2 out/],
  'litellm_params.output_cost_per_token': [params(cost), /price \$1 in, \$2 out/],
  'litellm_params.cache_read_input_token_cost': [
    params({ ...cost, cache_read_input_token_cost: 1e-7 }),
    /\$0\.10 cached/,
  ],
  'litellm_params.cache_creation_input_token_cost': [
    params({ ...cost, cache_creation_input_token_cost: 3e-6 }),
    /\$3 cache write/,
  ],
  'litellm_params.output_cost_per_reasoning_token': [
    params({ ...cost, output_cost_per_reasoning_token: 4e-6 }),
    /\$4 reasoning/,
  ],
  ...Object.fromEntries(
    ['aws_region_name', 'region_name', 'vertex_location', 'vertex_ai_location'].map((key) => [
      `litellm_params.${key}`,
      [params({ [key]: 'eu-west-1' }), /region eu-west-1/] as const,
    ]),
  ),
  'model_info.mode': [
    { model_list: [entry('a', GPT), entry('e', GPT, { mode: 'embedding' })] },
    /serves "a"\n/,
  ],
  'model_info.base_model': [
    {
      model_list: [
        entry(
          'a',
          { model: 'azure/eu-1', api_base: 'https://x.openai.azure.com' },
          { base_model: 'azure/gpt-4o' },
        ),
      ],
    },
    /price from catalogue "openai\/gpt-4o"/,
  ],
  'model_info.max_input_tokens': [info({ max_input_tokens: 9000 }), /window 9k/],
  'model_info.max_output_tokens': [info({ max_output_tokens: 900 }), /output 900/],
  ...Object.fromEntries(
    [
      ['input_cost_per_token', {}, /price \$1 in/],
      ['output_cost_per_token', {}, /\$2 out/],
      ['cache_read_input_token_cost', { cache_read_input_token_cost: 1e-7 }, /\$0\.10 cached/],
      ['cache_creation_input_token_cost', { cache_creation_input_token_cost: 3e-6 }, /\$3 cache write/],
      ['output_cost_per_reasoning_token', { output_cost_per_reasoning_token: 4e-6 }, /\$4 reasoning/],
    ].map(([key, more, words]) => [
      `model_info.${key}`,
      [info({ ...cost, ...(more as Json) }), words as RegExp] as const,
    ]),
  ),
  ...Object.fromEntries(
    [
      ['supports_function_calling', 'tools'],
      ['supports_vision', 'images'],
      ['supports_response_schema', 'json'],
      ['supports_assistant_prefill', 'prefill'],
      ['supports_reasoning', 'reasoning'],
      ['supports_audio_input', 'audio'],
    ].map(([key = '', word = '']) => [
      `model_info.${key}`,
      [info({ [key]: false }), new RegExp(`can (?!.*\\b${word}\\b)`)] as const,
    ]),
  ),
  'router_settings.routing_strategy': [
    { ...two({}, {}), router_settings: { routing_strategy: 'latency-based-routing' } },
    /fastest of a-gpt-4o, a-gpt-4\.1/,
  ],
  'router_settings.num_retries': [router({ num_retries: 2 }), /retry 2/],
  'router_settings.timeout': [router({ timeout: 9 }), /within 9s/],
  'router_settings.stream_timeout': [router({ stream_timeout: 9 }), /first token within 9s/],
  'router_settings.fallbacks': [router({ fallbacks: [{ a: ['b'] }] }), /try a\n {2}then b\n/],
  'router_settings.default_fallbacks': [router({ default_fallbacks: ['b'] }), /try a\n {2}then b\n/],
  'router_settings.context_window_fallbacks': [
    router({ context_window_fallbacks: [{ a: ['b'] }] }),
    /then b\n {2}on too-long\n/,
  ],
  'router_settings.content_policy_fallbacks': [
    router({ content_policy_fallbacks: [{ a: ['b'] }] }),
    /then b\n {2}on content-filter\n/,
  ],
  'router_settings.model_group_alias': [router({ model_group_alias: { c: 'a' } }), /asked for is "a" or "c"/],
  'router_settings.enable_pre_call_checks': [router({ enable_pre_call_checks: true }), /policy/],
  'router_settings.max_fallbacks': [
    {
      model_list: [entry('a', GPT), entry('b', BIG), entry('c', { ...GPT, model: 'openai/o3' })],
      router_settings: { fallbacks: [{ a: ['b', 'c'] }], max_fallbacks: 1 },
    },
    /try a\n {2}then b\n {2}on/,
  ],
  'litellm_settings.num_retries': [pair({ litellm_settings: { num_retries: 2 } }), /retry 2/],
  'litellm_settings.request_timeout': [pair({ litellm_settings: { request_timeout: 9 } }), /within 9s/],
  'litellm_settings.fallbacks': [pair({ litellm_settings: { fallbacks: [{ a: ['b'] }] } }), /then b\n/],
  'litellm_settings.default_fallbacks': [
    pair({ litellm_settings: { default_fallbacks: ['b'] } }),
    /then b\n/,
  ],
  'litellm_settings.context_window_fallbacks': [
    pair({ litellm_settings: { context_window_fallbacks: [{ a: ['b'] }] } }),
    /on too-long\n/,
  ],
  'litellm_settings.content_policy_fallbacks': [
    pair({ litellm_settings: { content_policy_fallbacks: [{ a: ['b'] }] } }),
    /on content-filter\n/,
  ],
  'litellm_settings.model_alias_map': [
    pair({ litellm_settings: { model_alias_map: { c: 'a' } } }),
    /asked for is "a" or "c"/,
  ],
  'litellm_settings.max_budget': [
    pair({ litellm_settings: { max_budget: 5, budget_duration: '1d' } }),
    /limit \$5\/day per all/,
  ],
  'general_settings.max_parallel_requests': [
    pair({ general_settings: { max_parallel_requests: 3 } }),
    /3 at once per key/,
  ],
  'general_settings.global_max_parallel_requests': [
    pair({ general_settings: { global_max_parallel_requests: 4 } }),
    /4 at once per all/,
  ],
};

const rows = Object.entries(LITELLM_SETTINGS).flatMap(([section, settings]) =>
  Object.entries(settings).map(([key, setting]) => ({ section, key, ...setting })),
);

/** These settings of a section, each with a value of no meaning. */
function withSettings(section: string, keys: readonly string[]): Json {
  const values = Object.fromEntries(keys.map((key) => [key, 7]));
  if (section === 'litellm_params') return params(values);
  if (section === 'model_info') return info(values);
  return pair(section === 'file' ? values : { [section]: values });
}

describe('the table of settings', () => {
  it('is printed in docs/interchange.md as it is', () => {
    const page = readFileSync(PAGE, 'utf8');
    const start = page.indexOf(BEGIN) + BEGIN.length;
    const end = page.indexOf(END);
    expect(page).toContain(BEGIN);
    const now = `\n${table()}\n`;
    if (process.env['UPDATE_GOLDEN'] === '1')
      writeFileSync(PAGE, page.slice(0, start) + now + page.slice(end));
    else expect(page.slice(start, end), 'UPDATE_GOLDEN=1 writes what is so now').toBe(now);
  });

  it('is true of what is kept', () => {
    for (const { section, key, fate } of rows) {
      if (fate !== 'kept') continue;
      const [config, words] = EVIDENCE[`${section}.${key}`] ?? [{}, /there is no evidence/];
      const outcome = fromLitellm(config, 'p');
      expect(outcome, `${section}.${key}`).toMatchObject({ ok: true });
      if (!outcome.ok) continue;
      expect(outcome.text, `${section}.${key}`).toMatch(words);
      expect(outcome.lost.filter(({ what }) => what.startsWith(`${key}:`))).toEqual([]);
    }
  });

  it.each(Object.keys(LITELLM_SETTINGS).filter((section) => section !== 'model_list'))(
    'is true of what is changed or lost in %s',
    (section) => {
      const reported = rows.filter((row) => row.section === section && row.fate !== 'kept');
      const outcome = fromLitellm(
        withSettings(
          section,
          reported.map(({ key }) => key),
        ),
        'p',
      );
      if (!outcome.ok) throw new Error(outcome.message);
      for (const { key, weight } of reported) {
        const found = outcome.lost.find(({ what }) => what.startsWith(`${key}:`));
        expect(found, `${section}.${key}`).toMatchObject({ weight, instead: expect.stringMatching(/./) });
      }
    },
  );
});
