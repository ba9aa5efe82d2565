import { expect, test } from 'vitest';
import { type HostRules, keyHosts, vetHosts } from '../../../src/gateway/secrets/key-hosts.ts';
import { compile } from '../../../src/language/compile.ts';
import { createSource } from '../../../src/language/text/source.ts';

function policies(...providers: readonly string[]) {
  const models = providers.map((_, at) => `model m${at} { is "m" on p${at} window 8k output 1k }`);
  const text = `policy p edition 1 { serves "*" }
${providers.map((clauses, at) => `provider p${at} { speaks openai ${clauses} }`).join('\n')}
${models.join('\n')}
chain all { try m0 ${providers
    .slice(1)
    .map((_, at) => `then m${at + 1}`)
    .join(' ')} }
otherwise { use ${providers.length > 1 ? 'all' : 'm0'} }
`;
  const compilation = compile([createSource('p.route', text)], new Map());
  expect(compilation.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return compilation.policies.map(({ policy }) => policy);
}
const NONE: HostRules = { keys: {}, hosts: [] };
const told = (providers: readonly string[], rules: Partial<HostRules> = {}) =>
  vetHosts(policies(...providers), { ...NONE, ...rules }).map(
    ({ message, because }) => `${message}: ${because}`,
  );

const ONE = 'at "https://api.one.example/v1" key env ONE_API_KEY';
const ONE_AGAIN = 'at "https://API.one.example.:8443/v2" key env ONE_API_KEY';
const ELSEWHERE = 'at "https://two.example/v1" key env ONE_API_KEY';

test('a key goes to one host', () => {
  expect(
    told([ONE, ONE_AGAIN, 'at "https://two.example/v1" key env TWO_API_KEY', 'at "http://10.0.0.5/v1"']),
  ).toEqual([]);
  const machine = ['127.0.0.1:1', 'localhost:2', '[::1]:3'].map(
    (host) => `at "http://${host}/v1" key env ONE_API_KEY`,
  );
  expect(told(machine)).toEqual([]);
  expect(told([ONE, ELSEWHERE])).toEqual([
    'provider `p1` would send ONE_API_KEY to another host, two.example: it is sent to api.one.example: provider p0 uses that host',
  ]);
  expect(told([ONE, 'key env ONE_API_KEY'])[0]).toContain('to another host, api.openai.com');
});

test('or to those that are listed', () => {
  const listed = { keys: { ONE_API_KEY: ['api.one.example', '*.example'] } };
  expect(told([ONE, ELSEWHERE], listed)).toEqual([]);
  expect(told([ONE, ELSEWHERE], { keys: { ONE_API_KEY: ['api.one.example'] } })).toEqual([
    'provider `p1` would send ONE_API_KEY to another host, two.example: "keys" in llmr.json lists api.one.example',
  ]);
  expect(told([ONE], { keys: { ONE_API_KEY: [] } })).toHaveLength(1);
  expect(told([ONE_AGAIN], { keys: { ONE_API_KEY: ['api.one.example:443'] } })).toHaveLength(1);
});

test('where it has gone before counts', () => {
  expect(told([ELSEWHERE], { gone: { ONE_API_KEY: ['api.one.example'] } })).toEqual([
    'provider `p0` would send ONE_API_KEY to another host, two.example: it is sent to api.one.example: it has been sent there since llmr was started',
  ]);
  expect(keyHosts(policies(ONE, ELSEWHERE))).toEqual({ ONE_API_KEY: ['api.one.example', 'two.example'] });
});

test('`hosts` says where providers may be', () => {
  expect(told([ONE, 'at "http://10.0.0.5:8000/v1"'], { hosts: ['*.example', '10.0.0.0/8'] })).toEqual([]);
  expect(told([ONE, 'at "http://10.0.0.5:8000/v1"'], { hosts: ['api.one.example'] })).toEqual([
    'provider `p1` is at 10.0.0.5, and nothing may be sent there: it is not in "hosts" of llmr.json',
  ]);
});
