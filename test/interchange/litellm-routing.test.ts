/**
 * Who answers: small LiteLLM configurations of the shapes that people write, and what LiteLLM does with a request by its
 * documentation (routing, load balancing, reliability, wildcard routing), as tests of the imported policy.
 */
import { describe, expect, it } from 'vitest';
import { fromLitellm } from '../../src/interchange/litellm/from-litellm.ts';
import { readDocument } from '../../src/interchange/read-document.ts';
import { compile } from '../../src/language/compile.ts';
import { runLint } from '../../src/language/lint/run-lint.ts';
import { runTests } from '../../src/language/testing/run/run-tests.ts';
import { createSource } from '../../src/language/text/source.ts';

const entry = (name: string, model: string, more = ''): string =>
  `  - model_name: "${name}"\n    litellm_params: { model: ${model}, api_key: os.environ/TEAM_KEY${more} }\n`;

interface Case {
  readonly config: string;
  /** Bodies of tests of the policy. */
  readonly tests: readonly string[];
  readonly text?: RegExp;
  readonly lost?: readonly RegExp[];
}

const CASES: Readonly<Record<string, Case>> = {
  'a lower order is asked first, a higher one when it fails': {
    config: `model_list:\n${entry('chat', 'openai/gpt-4o', ', order: 2')}${entry('chat', 'groq/llama', ', order: 1')}`,
    tests: [
      'given asked for "chat" expect model chat',
      'given asked for "chat", chat fails with overload expect model chat-2, reason fallback',
    ],
    text: /model chat \{\n {2}is "llama" on groq/,
  },
  'fallbacks, and those of a fallback': {
    config: `model_list:\n${entry('a', 'openai/gpt-4o')}${entry('b', 'groq/llama')}${entry('c', 'xai/grok')}router_settings:\n  fallbacks: [{ a: [b] }, { b: [c] }]\n`,
    tests: [
      'given asked for "a", a fails with auth expect model b',
      'given asked for "a", a fails with server-error, b fails with overload expect model c',
      'given asked for "a", a fails with bad-request expect model b',
      'given asked for "c" expect model c, attempts 1',
    ],
  },
  'what is too long goes by its own list': {
    config: `model_list:\n${entry('a', 'openai/gpt-4o')}${entry('b', 'groq/llama')}${entry('long', 'openai/gpt-4.1')}router_settings:\n  fallbacks: [{ a: [b] }]\n  context_window_fallbacks: [{ a: [long] }]\n`,
    tests: [
      'given asked for "a", a fails with too-long expect model long',
      'given asked for "a", a fails with overload expect model b',
    ],
  },
  'what a filter refuses goes by its own list': {
    config: `model_list:\n${entry('a', 'openai/gpt-4o')}${entry('b', 'groq/llama')}litellm_settings:\n  content_policy_fallbacks: [{ a: [b] }]\n`,
    tests: ['given asked for "a", a fails with content-filter expect model b'],
  },
  'without lists of their own both go by the fallbacks': {
    config: `model_list:\n${entry('a', 'openai/gpt-4o')}${entry('b', 'groq/llama')}litellm_settings:\n  default_fallbacks: [b]\n`,
    tests: [
      'given asked for "a", a fails with content-filter expect model b',
      'given asked for "a", a fails with too-long expect model b',
    ],
  },
  'a failed call is retried on the other models of its name': {
    config: `model_list:\n${entry('a', 'openai/gpt-4o', ', weight: 1')}${entry('a', 'groq/llama', ', weight: 0')}${entry('p', 'openai/gpt-4o')}${entry('p', 'groq/llama')}`,
    tests: [
      'given asked for "a", a fails once with overload expect model a, attempts 2',
      'given asked for "p", p-gpt-4o fails with overload expect model p-llama',
      'given asked for "p", p-llama fails with overload expect model p-gpt-4o',
    ],
    lost: [/^weight 0 of a$/],
  },
  'an alias wins over a model of its name': {
    config: `model_list:\n${entry('a', 'openai/gpt-4o')}${entry('b', 'groq/llama')}router_settings:\n  model_group_alias: { b: a, gpt-4: { model: a, hidden: true } }\n`,
    tests: ['given asked for "b" expect model a', 'given asked for "gpt-4" expect model a'],
    lost: [/^model_name "b"$/],
  },
  'an exact name wins over a glob, a longer glob over a shorter': {
    config: `model_list:\n${entry('*', 'openai/gpt-4.1')}${entry('gpt-*', 'openai/gpt-4o')}${entry('gpt-5', 'openai/gpt-5')}${entry('openai/*', '"openai/*"')}`,
    tests: [
      'given asked for "gpt-5" expect model gpt-5',
      'given asked for "gpt-9" expect model gpt',
      'given asked for "claude" expect model m',
    ],
    lost: [/^openai\/\* → openai\/\*$/],
  },
  'the first entry decides whether weights are read': {
    config: `model_list:\n${entry('a', 'openai/gpt-4o')}${entry('a', 'groq/llama', ', weight: 9')}`,
    tests: ['given asked for "a" expect route a'],
    text: /pool a \{\n {2}in turn of? ?a-gpt-4o, a-llama|in turn a-gpt-4o, a-llama/,
    lost: [/^weight of a$/],
  },
  'weights between deployments of one model are shares': {
    config: `model_list:\n${entry('a', 'openai/gpt-4o', ', weight: 9')}${entry('a', 'azure/gpt-4o', ', weight: 1, api_base: "https://x.openai.azure.com"')}`,
    tests: [],
    text: /90% a-gpt-4o\n {2}10% a-gpt-4o-2/,
  },
  'a model that does not chat is not served': {
    config: `model_list:\n${entry('a', 'openai/gpt-4o')}${entry('e', 'openai/text-embedding-3-small')}`,
    tests: ['given asked for "a" expect model a'],
    text: /serves "a"\n/,
    lost: [/^e \(embedding\)$/],
  },
};

describe('a LiteLLM configuration', () => {
  it.each(Object.entries(CASES))('%s', (_, { config, tests, text, lost }) => {
    const read = readDocument(config);
    if (!read.ok) throw new Error(read.message);
    const outcome = fromLitellm(read.document, 'p', read.duplicates);
    if (!outcome.ok) throw new Error(outcome.message);
    const bodies = tests.map((body, index) => `test "${index}" { ${body} }`).join('\n');
    const sources = [
      createSource('p.route', outcome.text),
      ...(tests.length === 0 ? [] : [createSource('p.test.route', `tests for "./p.route"\n${bodies}\n`)]),
    ];
    const compilation = compile(sources, new Map());
    const errors = runLint(compilation, sources, { today: '2026-11-22' }).filter(
      ({ severity }) => severity === 'error',
    );
    expect(errors, outcome.text).toEqual([]);
    const report = runTests({ ...compilation, countText: (words) => words.length });
    expect(
      report.tests.map(({ ok, message }, index) => [tests[index], ok, message]),
      outcome.text,
    ).toEqual(tests.map((body) => [body, true, undefined]));
    if (text !== undefined) expect(outcome.text).toMatch(text);
    for (const words of lost ?? [])
      expect(outcome.lost.map(({ what }) => what)).toContainEqual(expect.stringMatching(words));
  });

  it.each([
    ['model_list: []\n', 'this has an empty "model_list"'],
    [
      'include: [models.yaml]\nlitellm_settings: {}\n',
      'this has no "model_list": it is in the files under `include`, import those',
    ],
    [
      'model_list:\n  - model_name: ""\n    litellm_params: { model: openai/gpt-4o }\n',
      'no entry of "model_list" can be served: see the list',
    ],
    ['model_list:\n  - model_name: x\n', 'no entry of "model_list" can be served: see the list'],
    [
      'model_list:\n  - model_name: "openai/*"\n    litellm_params: { model: "openai/*" }\n',
      'no entry of "model_list" can be served: see the list',
    ],
    ['model_list:\n  - null\n  - 7\n', 'no entry of "model_list" can be served: see the list'],
  ])('%j holds nothing to serve', (config, message) => {
    const read = readDocument(config);
    if (!read.ok) throw new Error(read.message);
    expect(fromLitellm(read.document, 'p')).toMatchObject({ ok: false, message });
  });

  it('can be read, and cannot run, where this version speaks none of its dialects', () => {
    const run = (model: string) =>
      fromLitellm({ model_list: [{ model_name: 'a', litellm_params: { model } }] }, 'p');
    expect(run('anthropic/claude-sonnet-4-5')).toMatchObject({ ok: true, runnable: false });
    expect(run('bedrock/anthropic.claude-3')).toMatchObject({ ok: true, runnable: false });
    expect(run('gpt-4o')).toMatchObject({ ok: true, runnable: true });
  });
});
