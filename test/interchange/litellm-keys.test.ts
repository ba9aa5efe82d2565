/**
 * A key variable goes to no host but the one that a LiteLLM entry pairs it with. The oracle knows the makers' own hosts
 * and reads the policy as text; it shares no code with the importer.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { fromLitellm } from '../../src/interchange/litellm/from-litellm.ts';
import { readDocument } from '../../src/interchange/read-document.ts';
import { rounds } from '../support/rounds.ts';

/** Where a maker answers, and the variable that LiteLLM reads by itself for it, if there is one. */
const HOMES: Readonly<Record<string, readonly [string, string]>> = {
  openai: ['api.openai.com', 'OPENAI_API_KEY'],
  groq: ['api.groq.com', 'GROQ_API_KEY'],
  deepseek: ['api.deepseek.com', 'DEEPSEEK_API_KEY'],
  anthropic: ['api.anthropic.com', 'ANTHROPIC_API_KEY'],
  mistral: ['api.mistral.ai', 'MISTRAL_API_KEY'],
  gemini: ['generativelanguage.googleapis.com', 'GEMINI_API_KEY'],
  openrouter: ['openrouter.ai', 'OPENROUTER_API_KEY'],
  cohere: ['api.cohere.ai', 'COHERE_API_KEY'],
  ollama: ['127.0.0.1:11434', ''],
};
const PREFIXES = [
  ...Object.keys(HOMES),
  'azure',
  'hosted_vllm',
  'bedrock',
  'vertex_ai',
  'watsonx',
  'constructor',
  '__proto__',
];
const BASES = [
  undefined,
  '',
  'https://api.openai.com/v1',
  'https://api.groq.com/openai/v1/',
  'https://fake.example/v1',
  'https://api.openai.com.evil.example/v1',
  'https://api.openai.com@evil.example/v1',
  'http://api.openai.com/v1',
  'https://user:hunter2@gateway.example/v1?key=sk-in-the-query',
  'https://acme.openai.azure.com/',
  'http://127.0.0.1:8000',
  'os.environ/SOME_BASE',
  'no address',
];
const KEYS = [
  undefined,
  null,
  '',
  'os.environ/OPENAI_API_KEY',
  'os.environ/TEAM_KEY',
  'os.environ/AWS_SECRET_ACCESS_KEY',
  'sk-literal-0123456789abcdef',
  'EMPTY',
];
const MODELS = ['gpt-4o', 'org/llama-3', 'claude-sonnet-4-5'];

interface Entry {
  readonly prefix: string | undefined;
  readonly custom: string | undefined;
  readonly model: string;
  readonly base: string | undefined;
  readonly key: string | null | undefined;
  readonly group: string;
}
const entries = fc.array(
  fc.record<Entry>({
    prefix: fc.option(fc.constantFrom(...PREFIXES), { nil: undefined, freq: 6 }),
    custom: fc.option(fc.constantFrom(...PREFIXES), { nil: undefined, freq: 1 }),
    model: fc.constantFrom(...MODELS),
    base: fc.constantFrom(...BASES),
    key: fc.constantFrom(...KEYS),
    group: fc.constantFrom('a', 'b', 'c'),
  }),
  { minLength: 1, maxLength: 5 },
);

/** Pairs of variable and host that the entries allow; an address that is left empty is no host yet. */
function allowed(list: readonly Entry[]): Set<string> {
  const pairs = new Set<string>();
  for (const { prefix, custom, model, base, key } of list) {
    const variable = typeof key === 'string' ? /^os\.environ\/(.*)$/.exec(key)?.[1] : undefined;
    const host = base !== undefined && URL.canParse(base) ? new URL(base).host : undefined;
    const byName = model.startsWith('gpt') ? 'openai' : model.startsWith('claude') ? 'anthropic' : '';
    const homes = [custom, prefix, byName].map((maker) => HOMES[maker ?? '']?.[0] ?? '');
    for (const at of host === undefined ? [...homes, ''] : [host, ''])
      if (variable !== undefined) pairs.add(`${variable} ${at}`);
  }
  for (const [host, variable] of Object.values(HOMES)) if (variable !== '') pairs.add(`${variable} ${host}`);
  return pairs;
}

function providersIn(
  text: string,
): readonly { readonly at: string | undefined; readonly key: string | undefined }[] {
  return [...text.matchAll(/^provider [^{]+\{\n([\s\S]*?)^\}/gm)].map(([, body = '']) => ({
    at: /^ {2}at "([^"]*)"/m.exec(body)?.[1],
    key: /^ {2}key env (\S+)/m.exec(body)?.[1],
  }));
}

describe('keys of a LiteLLM configuration', () => {
  it('go to no host but the one that the file pairs them with', () => {
    fc.assert(
      fc.property(entries, (list) => {
        const config = stringify({
          model_list: list.map(({ prefix, custom, model, base, key, group }) => ({
            model_name: group,
            litellm_params: {
              model: prefix === undefined ? model : `${prefix}/${model}`,
              ...(custom === undefined ? {} : { custom_llm_provider: custom }),
              ...(base === undefined ? {} : { api_base: base }),
              ...(key === undefined ? {} : { api_key: key }),
            },
          })),
        });
        const read = readDocument(config);
        if (!read.ok) throw new Error(read.message);
        const outcome = fromLitellm(read.document, 'p');
        if (!outcome.ok) throw new Error(outcome.message);
        const pairs = allowed(list);
        for (const { at, key } of providersIn(outcome.text)) {
          if (key === undefined || key.startsWith('IMPORTED_')) continue;
          expect(key).not.toMatch(/^AWS_/);
          const host = at === undefined || at === '' ? '' : new URL(at).host;
          expect(pairs, `${key} → ${host}\n${config}\n${outcome.text}`).toContain(`${key} ${host}`);
        }
        const printed = JSON.stringify(outcome);
        for (const secret of ['hunter2', 'sk-in-the-query', '0123456789abcdef'])
          expect(printed).not.toContain(secret);
        expect(outcome.text).not.toContain('speaks simulated');
      }),
      { numRuns: rounds(2_000, 0.04) },
    );
  });
});
