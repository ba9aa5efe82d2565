/**
 * What `refused` and `tokens fit model` mean where two reasons meet: held against the service over HTTP, whose answer
 * says why it refuses.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { proveProperty } from '../../src/language/analysis/verdicts/properties.ts';
import { compile } from '../../src/language/compile.ts';
import { createSource } from '../../src/language/text/source.ts';
import { propertiesIn } from '../support/bind-property.ts';
import { type RunningGateway, readJson, runGateway } from '../support/running-gateway.ts';

const POLICY = `policy p edition 1 { serves "p" }
provider lab { speaks simulated }
model all { is "all" on lab  window 4k output 1k  price $1 in, $2 out  can tools, images, json, audio }
model plain { is "plain" on lab  window 8k output 1k  price $1 in, $2 out  can images, json }
chain both { try all then plain }
tier free, pro
`;
const ONE = 'route one { when tier is pro use plain }\notherwise { use both }\n';

let llmr: RunningGateway;
beforeAll(async () => {
  llmr = await runGateway({ 'p.route': POLICY + ONE });
});
afterAll(() => llmr.close());

function verdict(routes: string, claim: string): string {
  const sources = [
    createSource('p.route', POLICY + routes),
    createSource('p.test.route', `tests for "./p.route"\n${claim.replace(' ', ' "claim" { ')} }`),
  ];
  const { files, policies } = compile(sources, new Map());
  const policy = policies[0]?.policy;
  const property = policy && propertiesIn(files, new Map(), policy).get('claim');
  if (policy === undefined || property === undefined) throw new Error(`no property in ${claim}`);
  return proveProperty(policy, property).kind;
}

const TOOLS = [{ type: 'function', function: { name: 'f', parameters: { type: 'object' } } }];

/** Status and code for so many words. */
async function answer(
  words: number,
  more: object,
  tier: string,
): Promise<readonly [number, string | undefined]> {
  const body = { model: 'p', messages: [{ role: 'user', content: 'word '.repeat(words) }], ...more };
  const reply = await llmr.chat(body, { 'llmr-tier': tier });
  const { error } = await readJson<{ error?: { code: string } }>(reply);
  return [reply.status, error?.code];
}

test('a request that no shorter one could replace is refused for what it needs, not for its length', async () => {
  expect(await answer(20_000, { tools: TOOLS }, 'pro')).toEqual([400, 'unsupported_capability']);
  expect(await answer(10, { tools: TOOLS }, 'pro')).toEqual([400, 'unsupported_capability']);
  expect(await answer(20_000, {}, 'pro')).toEqual([400, 'context_length_exceeded']);
  const asked = 'when tier is pro and request has';
  expect(verdict(ONE, `always ${asked} tools tokens fit model`)).toBe('proved');
  expect(verdict(ONE, `never ${asked} tools refused`)).toBe('refuted');
  expect(verdict(ONE, `always ${asked} no tools tokens fit model`)).toBe('refuted');
});

test('too long for one, and more than the other can do: a shorter request would be served', async () => {
  const tokens = 'when tier is free and tokens between 4k and 5k and request has';
  expect(await answer(4_500, { tools: TOOLS }, 'free')).toEqual([400, 'context_length_exceeded']);
  expect(await answer(4_500, {}, 'free')).toEqual([200, undefined]);
  expect(verdict(ONE, `always ${tokens} tools tokens fit model`)).toBe('refuted');
  const plain = `${tokens} no tools and request has no audio`;
  expect(verdict(ONE, `always ${plain} tokens fit model`)).toBe('proved');
});
