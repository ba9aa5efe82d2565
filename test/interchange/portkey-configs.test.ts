/** Portkey configs in the shapes that people write: what is read, what is reported, and that no key leaks or travels. */
import { describe, expect, it } from 'vitest';
import { IMPORTERS } from '../../src/interchange/importers.ts';
import { renderLosses } from '../../src/interchange/report.ts';
import { compile } from '../../src/language/compile.ts';
import { createSource } from '../../src/language/text/source.ts';

async function imported(text: string) {
  const { outcome } = (await IMPORTERS['portkey']?.({ text, name: 'p', facts: new Map() })) ?? {};
  if (outcome === undefined) throw new Error('there is an import from portkey');
  const lost = outcome.lost ?? [];
  return {
    outcome,
    lost,
    text: outcome.ok ? outcome.text : '',
    all: `${outcome.ok ? outcome.text : outcome.message}\n${renderLosses(lost)}`,
  };
}

/** Without blanks there is nothing that keeps the policy from compiling. */
function errorsOf(text: string): readonly string[] {
  const filled = text.replaceAll('at ""', 'at "https://llm.example/v1"').replace(/is "" on/g, 'is "m" on');
  const { diagnostics } = compile([createSource('p.route', filled)], new Map());
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message);
}

const TARGET = '"targets": [{"provider": "openai", "override_params": {"model": "gpt-4o"}}]';

describe('a config is read from', () => {
  it.each([
    ['JSON', `{"strategy": {"mode": "single"}, ${TARGET}}`],
    [
      'JSON with comments and trailing commas',
      `// mine\n{ /* all */ "strategy": {"mode": "single"}, ${TARGET}, }`,
    ],
    [
      'a JavaScript object',
      `{ strategy: { mode: 'single' }, targets: [{ provider: 'openai', override_params: { model: \`gpt-4o\` } }] }`,
    ],
    [
      'a JavaScript program',
      `import x from "y";\nconst config = {\n  provider: "openai", // who\n  overrideParams: { model: "gpt-4o" },\n};\nrun({ a: 1 });`,
    ],
    [
      'a Python program',
      `from portkey_ai import Portkey\nc = Portkey(api_key="PORTKEY", config={\n 'provider': 'openai', # who\n 'retry': None,\n 'override_params': {'model': "gpt-4o"}\n})`,
    ],
    [
      'the Admin API',
      `{"success": true, "data": {"id": "1", "config": "{\\"provider\\": \\"openai\\", \\"override_params\\": {\\"model\\": \\"gpt-4o\\"}}"}}`,
    ],
    [
      'arguments of the client',
      `new Portkey({ apiKey: "k", provider: "openai", config: { override_params: { model: "gpt-4o" } } })`,
    ],
    ['YAML', 'provider: openai\noverride_params:\n  model: gpt-4o\n'],
    ['a list of one', `[{"provider": "openai", "override_params": {"model": "gpt-4o"}}]`],
    [
      'the older form',
      `{"mode": "fallback", "options": [{"provider": "openai", "override_params": {"model": "gpt-4o"}}]}`,
    ],
  ])('%s', async (_, written) => {
    const { text, all } = await imported(written);
    expect(text, all).toContain('is "gpt-4o" on openai');
    expect(errorsOf(text)).toEqual([]);
  });

  it.each([
    ['config="pc-abc-123"', /keeps \(pc-…\)/],
    ['{"config": "pc-abc-123"}', /keeps \(pc-…\)|nothing in it says who answers/],
    ['[{"provider": "a"}, {"provider": "b"}]', /list of 2/],
    ['{"cache": {"mode": "simple"}, "retry": {"attempts": 3}}', /nothing in it says who answers/],
    [
      '{"strategy": {"mode": "loadbalance"}, "targets": [{"provider": "openai", "weight": 0}]}',
      /no target that can answer/,
    ],
    [
      '{"provider": "openai" "api_key": "sk-planted-1234567890"}',
      /line 1, column 23: a comma or `}` is missing/,
    ],
    ['{"provider": "openai", "api_key": "sk-planted-1234567890}', /line 1, column 35: this text has no end/],
    [
      '{"provider": "openai", "provider": "sk-planted-1234567890"}',
      /line 1, column 24: one key is written twice/,
    ],
    ['', /holds no JSON object/],
  ])('not from %s', async (written, message) => {
    const { outcome, all } = await imported(written);
    expect(outcome).toMatchObject({ ok: false, message: expect.stringMatching(message) });
    expect(all).not.toContain('planted');
  });
});

describe('a part of a config is not the config', () => {
  const target = (name: string) => `{"provider": "${name}", "override_params": {"model": "m"}}`;

  it('where the rest cannot be read', async () => {
    const text = `{"strategy": {"mode": "fallback"}, "targets": [${target('openai')}, {"provider": "groq" "x": 1}]}`;
    for (const written of [text, `const config = ${text};`, `{"config": ${text}}`, `curl -d '${text}'`]) {
      const { outcome } = await imported(written);
      expect(outcome).toMatchObject({ ok: false, message: expect.stringContaining('is missing') });
    }
  });

  it('where the whole is of the older shape', async () => {
    const text = `{"config": {"mode": "loadbalance", "options": [${target('openai')}, ${target('groq')}]}}`;
    for (const written of [text, `curl https://api.portkey.ai --data '${text}'`])
      expect((await imported(written)).text).toContain('split balanced by request');
  });

  it('and what cannot be called is not reported as able to run', async () => {
    expect((await imported(target('anthropic'))).outcome).toMatchObject({ ok: true, runnable: false });
    expect((await imported(target('openai'))).outcome).toMatchObject({ ok: true, runnable: true });
  });
});

describe('keys', () => {
  const SHAPES = [
    'sk-planted1234567890abcdef',
    'AKIAPLANTED123456789',
    'planted0a1b2c3d4e5f60718293a4b5c6d7e8f9',
    'eyJhbGciOiJIUzI1NiJ9.eyJwbGFudGVkIjoxfQ.c2lnbmF0dXJl',
    '-----BEGIN PRIVATE KEY-----\nplanted\n-----END PRIVATE KEY-----',
    'Bearer planted-1234567890',
  ];
  it.each(SHAPES)('of the shape of %s are never printed', async (key) => {
    const names = ['api_key', 'aws_secret_access_key', 'virtual_key', 'azure_ad_token', 'description', 'x'];
    const target = {
      ...Object.fromEntries(names.map((name) => [name, key])),
      provider: '@openai-prod',
      custom_host: `https://user:${encodeURIComponent(key)}@llm.example/v1?key=${encodeURIComponent(key)}`,
      headers: { authorization: key },
      vertex_service_account_json: { private_key: key },
      override_params: { model: 'gpt-4o', user: key, extra_headers: { 'x-key': key } },
      forward_headers: [key],
      metadata: { secret: key },
      prompt_id: key,
      [key]: 1,
    };
    for (const config of [
      target,
      { strategy: { mode: 'fallback' }, targets: [target, { virtual_key: key }] },
    ]) {
      const { all, text } = await imported(JSON.stringify(config));
      for (const part of [key, encodeURIComponent(key), 'planted1234', 'PLANTED'])
        expect(all.toLowerCase().includes(part.toLowerCase()), `${part} in ${all}`).toBe(false);
      expect(errorsOf(text)).toEqual([]);
    }
  });

  it.each([
    [{ provider: 'openai', custom_host: 'https://elsewhere.example/v1' }, undefined],
    [
      { provider: 'openai', api_key: 'x', custom_host: 'https://elsewhere.example/v1' },
      'ELSEWHERE_EXAMPLE_API_KEY',
    ],
    [{ provider: '@openai', custom_host: 'https://elsewhere.example/v1' }, 'ELSEWHERE_EXAMPLE_API_KEY'],
    [{ provider: '@mine', custom_host: 'https://elsewhere.example/v1' }, 'MINE_API_KEY'],
    [
      { provider: 'openai', api_key: '$MY_LLM_KEY', custom_host: 'https://elsewhere.example/v1' },
      'MY_LLM_KEY',
    ],
    [{ provider: 'groq', api_key: 'GROQ_API_KEY' }, 'GROQ_API_KEY'],
    [{ provider: 'openai', api_key: 'PORTKEY_API_KEY' }, 'OPENAI_API_KEY'],
    [{ provider: '@openai-prod' }, 'OPENAI_PROD_API_KEY'],
    [
      { virtual_key: 'aws-bedrock-1', custom_host: 'https://elsewhere.example/v1' },
      'IMPORTED_AWS_BEDROCK_1_API_KEY',
    ],
  ])('of %j are read from the variable that the file pairs with the host', async (target, variable) => {
    const { text } = await imported(JSON.stringify({ ...target, override_params: { model: 'm' } }));
    expect(/key env (\S+)/.exec(text)?.[1], text).toBe(variable);
    expect(errorsOf(text)).toEqual([]);
  });

  it('in the place of a name are not repeated', async () => {
    const key = 'sk-proj-Qm9vZ2xlYm9vQm9v';
    for (const text of [
      `{"provider": "${key}", "override_params": {"model": "m"}}`,
      `{"provider": "openai", "override_params": {"model": "${key}"}}`,
      `{"name": "${key}", "provider": "openai", "override_params": {"model": "m"}}`,
    ]) {
      const { all } = await imported(text);
      expect(all).not.toContain('Qm9vZ2xl');
      expect(all).toContain('a key in the place of a name');
    }
  });

  it('are named by the variable to set, and versions are no keys', async () => {
    const text = '{"provider": "openai", "virtual_key": "team-a", "override_params": {"model": "m"}}';
    expect((await imported(text)).all).toContain('instead: set TEAM_A_API_KEY');
    const azure = {
      provider: 'azure-openai',
      resource_name: 'r',
      deployment_id: 'd',
      api_version: 'sk-proj-Qm9vZ2xlYm9vQm9v',
    };
    const { all } = await imported(JSON.stringify(azure));
    expect(all).not.toContain('Qm9vZ2xl');
    expect(all).toContain('api_version');
  });

  it('of two accounts are two variables', async () => {
    const target = { provider: 'openai', override_params: { model: 'gpt-4o' } };
    const targets = [
      { ...target, api_key: 'one' },
      { ...target, api_key: 'two' },
      { ...target, api_key: 'one' },
    ];
    const { text } = await imported(JSON.stringify({ strategy: { mode: 'loadbalance' }, targets }));
    expect([...text.matchAll(/key env (\S+)/g)].map(([, name]) => name)).toEqual([
      'OPENAI_API_KEY',
      'OPENAI_2_API_KEY',
    ]);
  });

  it('of an unknown provider wait for its address', async () => {
    const { text, lost } = await imported('{"provider": "llm-of-ours", "override_params": {"model": "m"}}');
    expect(text).toContain('at "" # Fill in the address.');
    expect(text).not.toContain('simulated');
    expect(lost[0]?.weight).toBe('fill in');
  });
});

describe('settings become', () => {
  const one = async (config: object) =>
    imported(JSON.stringify({ provider: 'openai', override_params: { model: 'm' }, ...config }));
  const words = async (config: object, ...expected: string[]) => {
    const { text, all } = await one(config);
    for (const part of expected) expect(text, all).toContain(part);
    expect(errorsOf(text)).toEqual([]);
  };
  it('chains with a deadline, retries and kinds of failure', async () => {
    await words(
      { request_timeout: 1500, retry: { attempts: 3, on_status_codes: [429] } },
      'try m within 1500ms retry 3',
      'on rate-limit, connection',
    );
    await words({ retry: { attempts: 2 } }, 'retry 2', 'on rate-limit, overload, server-error, connection');
    await words({ retry: { count: 2 } }, 'retry 2');
  });

  it('fallbacks that move on for all that is not 2xx, or for what the codes are', async () => {
    const targets = [
      { virtual_key: 'openai-a', override_params: { model: 'a' } },
      { override_params: { model: '@groq-b/b' } },
    ];
    await words({ strategy: { mode: 'fallback' }, targets }, 'content-filter, bad-request, auth');
    await words(
      { strategy: { mode: 'fallback', on_status_codes: [429, 503] }, targets },
      'on rate-limit, overload, connection\n',
    );
    const { text, lost } = await one({ strategy: { mode: 'fallback', on_status_codes: [446] }, targets });
    expect(text).toContain('use a');
    expect(lost.some(({ what }) => what === 'on_status_codes: 446')).toBe(true);
  });

  it('transforms, where all targets of a route set the same', async () => {
    await words(
      {
        override_params: {
          model: 'm',
          temperature: 0.2,
          max_tokens: 800,
          reasoning_effort: 'low',
          logprobs: true,
        },
      },
      'set temperature 0.2',
      'cap output 800',
      'set reasoning_effort "low"',
      'set logprobs true',
      'use m with parameters',
    );
    const { text, lost } = await one({ override_params: { model: 'm', messages: [], presence_penalty: -1 } });
    expect(text).not.toContain('transform');
    expect(lost.filter(({ what }) => what.startsWith('override_params.')).length).toBe(2);
  });

  it('sticky splits', async () => {
    const strategy = {
      mode: 'loadbalance',
      sticky: { enabled: true, hash_fields: ['metadata.user_id'], ttl: 60 },
    };
    const targets = [
      { provider: 'openai', override_params: { model: 'a' }, weight: 3 },
      { provider: 'openai', override_params: { model: 'b' }, weight: '1' },
    ];
    await words({ strategy, targets }, 'by metadata "user_id"', '75% a', '25% b');
  });

  it('routes, or a loss that says what to write', async () => {
    const conditional = (query: object) => ({
      strategy: {
        mode: 'conditional',
        conditions: [
          Object.fromEntries([
            ['query', query],
            ['then', 'a'],
          ]),
        ],
        default: 'b',
      },
      targets: ['a', 'b'].map((name) => ({ name, provider: 'openai', override_params: { model: name } })),
    });
    await words(conditional({ 'metadata.on': { $eq: true } }), 'when metadata "on" is "true"');
    for (const query of [
      { 'params.temperature': { $gte: 0.7 } },
      { 'metadata.n': { $gt: 1 } },
      { 'metadata.x': { $regex: '(?=a)' } },
      { 'metadata.a.b': 'x' },
      { 'url.pathname': '/v1/images' },
    ]) {
      const { lost, text } = await one(conditional(query));
      expect(text).not.toContain('route ');
      expect(lost.find(({ what }) => what === 'the condition that leads to a')).toMatchObject({
        weight: 'answers',
      });
    }
  });
});
