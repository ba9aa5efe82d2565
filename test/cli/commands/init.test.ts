/** `llmr init`: what it writes is formatted, lints clean and passes its own tests, for every provider it offers. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { STARTER_MODELS } from '../../../src/cli/commands/init/starter-models.ts';
import { KNOWN_PROVIDERS } from '../../../src/interchange/known-providers.ts';
import { catalogueEntry } from '../../../src/language/vocabulary/catalogue.ts';
import { type Folder, folder } from '../run-in-folder.ts';

const STARTERS = Object.keys(STARTER_MODELS);

function emptyFolder(): Folder {
  const place = folder();
  onTestFinished(() => place.remove());
  return place;
}

describe('what it writes is good as it is', () => {
  it.each([
    ...STARTERS.map((name) => [name]),
    ['openai', 'anthropic', 'ollama'],
    ['ollama', 'groq', 'openrouter', 'mistral', 'gemini'],
    ['together_ai#meta-llama/Llama-3.3-70B-Instruct-Turbo'],
    ['openai#gpt-9', 'acme=https://llm.acme.example/v1#acme-1', 'here=http://127.0.0.1:8000/v1#qwen'],
    ['openai#gpt-4.1', 'otherwise=https://a.example/v1#answer', 'model=https://b.example/v1#answer'],
  ])('%s %s %s', async (...providers: readonly (string | undefined)[]) => {
    const place = emptyFolder();
    const named = providers.filter((name) => name !== undefined);
    expect((await place.run('init', ...named)).code).toBe(0);
    const lint = await place.run('lint', '--max-warnings', '0');
    expect([lint.code, lint.out]).toEqual([0, expect.stringContaining('0 errors, 0 warnings')]);
    const tests = await place.run('test', '--coverage', '--min', '100');
    expect([tests.code, tests.out]).toEqual([0, expect.stringContaining(' 0 failed')]);
    expect((await place.run('fmt', '--check')).code).toBe(0);
  });
});

it('never overwrites a file', async () => {
  const place = emptyFolder();
  place.write('policies/main.test.route', 'mine');
  const ran = await place.run('init', 'openai');
  expect([ran.code, ran.err]).toEqual([2, expect.stringContaining('policies/main.test.route exists')]);
  expect(place.read('policies/main.test.route')).toBe('mine');
  expect((await place.run('init', 'openai', '--out', 'other')).code).toBe(0);
});

it.each([
  [['opneai'], 'did you mean "openai"?'],
  [['acme'], 'acme=https://HOST/v1#MODEL'],
  [['acme=https://a.example/v1'], 'write acme=https://a.example/v1#MODEL'],
  [['acme=https://me:secret@a.example/v1#m'], 'without a key in it'],
  [['acme=ftp://a.example#m'], 'is not an address'],
  [['bedrock'], 'cannot call bedrock'],
  [['azure'], 'RESOURCE.openai.azure.com'],
  [['vllm'], 'vllm=http://127.0.0.1:8000/v1#MODEL'],
  [['together_ai'], 'write together_ai#MODEL'],
  [['openai', 'openai#gpt-4.1'], 'openai is named twice'],
  [[''], 'names no provider'],
  [[], 'no provider is named'],
])('%s is an error that says what to write: %s', async (providers, said) => {
  const place = emptyFolder();
  const ran = await place.run('init', ...providers);
  expect([ran.code, ran.out]).toEqual([2, '']);
  expect(ran.err).toContain(said);
});

it('offers only providers that it can reach, at the prices of the catalogue', () => {
  for (const [name, models] of Object.entries(STARTER_MODELS)) {
    const { catalogue } = KNOWN_PROVIDERS[name] ?? {};
    for (const { upstream, price } of models) {
      const listed = catalogueEntry(`${catalogue}/${upstream.replace(/-(\d)-(\d)$/, '-$1.$2')}`);
      if (catalogue === undefined) continue;
      expect(listed, upstream).toBeDefined();
      expect(price).toBe(`$${money(listed?.input)} in, $${money(listed?.output)} out`);
    }
  }
});

function money(dollars = 0): string {
  return Number.isInteger(dollars) ? String(dollars) : dollars.toFixed(2);
}

it.each([
  [['openai,anthropic'], 'separate providers by spaces: openai anthropic'],
  [['azure'], 'help: write `speaks openai`'],
  [['bedrock'], 'help: put an OpenAI-compatible gateway'],
])('says how to write %s', async (providers, help) => {
  const ran = await emptyFolder().run('init', ...providers);
  expect([ran.code, ran.err]).toEqual([2, expect.stringContaining(help)]);
});
