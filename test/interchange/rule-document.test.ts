/** What is said of a rules document when its policy compiles: the engine itself is silent about most of it. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/language/compile.ts';
import { runTests } from '../../src/language/testing/run/run-tests.ts';
import { createSource } from '../../src/language/text/source.ts';
import { folder } from '../cli/run-in-folder.ts';

const POLICY = `policy demo edition 1 { serves "demo" }
provider lab { speaks simulated }
model haiku { is "h" on lab  window 200k  output 8k  price $1 in, $5 out }
tier free, pro
budget cap { limit $5/day per team }
route old { because "kept" when rules "./legacy.json" match  use haiku }
otherwise { because "rest" use haiku }
`;
function said(json: unknown, more: readonly ReturnType<typeof createSource>[] = []) {
  const text = typeof json === 'string' ? json : JSON.stringify(json);
  const sources = [createSource('p/a.route', POLICY), createSource('p/legacy.json', text), ...more];
  return compile(sources, new Map());
}
const one = (test: object) => [{ conditions: { all: [test] }, event: { type: 'x' } }];
const messages = (json: unknown) => said(json).diagnostics.map(({ message }) => message);

describe('a rules document', () => {
  it.each<[object, RegExp]>([
    [{ fact: 'tier', operator: 'equl', value: 'pro' }, /no operator `equl`; did you mean `equal`\?/],
    [
      { fact: 'tier', operator: 'nott:equal', value: 'pro' },
      /no operator `nott:equal`; did you mean `not`\?/,
    ],
    [{ fact: 'teir', operator: 'equal', value: 'pro' }, /no fact `teir`; did you mean `tier`\?/],
    [
      { fact: 'budget cup used', operator: 'greaterThan', value: 5 },
      /no fact `budget cup used`; did you mean `budget cap used`\?/,
    ],
    [{ fact: 'haikuu is down', operator: 'equal', value: true }, /did you mean `haiku is down`/],
    [
      { fact: 'tier', operator: 'equal', value: 'prro' },
      /`prro` is not a value of `tier`; did you mean `pro`\?/,
    ],
    [{ fact: 'tier', operator: 'in', value: 'pro' }, /`in` takes a list/],
    [{ fact: 'tokens', operator: 'greaterThan', value: '8k' }, /`greaterThan` compares numbers/],
    [{ fact: 'tier', operator: 'greaterThan', value: 3 }, /`greaterThan` compares numbers/],
    [{ fact: 'tokens', operator: 'equal', value: '8k' }, /`tokens` is never equal to "8k"/],
    [{ fact: 'text', operator: 'matchesRe2', value: '(?=x)' }, /is not a regular expression/],
    [{ fact: 'text', operator: 'contains', value: 'x' }, /`contains` never holds/],
    [{ fact: 'header "authorization"', operator: 'equal', value: 'x' }, /reads the `authorization` header/],
    [{ fact: 'rules "./legacy.json" match', operator: 'equal', value: true }, /cannot use/],
    [{ fact: 'tier', operator: 'equal', value: 'pro', path: '$..[?(process.exit())]' }, /has a `path`/],
    [{ fact: 'tier', operator: 'equal', value: 'pro', params: { a: 1 } }, /has `params`/],
    [{ fact: 'tier', operator: 'equal', value: { fact: 'teem' } }, /no fact `teem`/],
    [{ condition: 'shared' }, /refers to the shared condition `shared`/],
    [{ fact: 'tier', operator: 'equal' }, /lacks one of/],
    [{ all: [], any: [] }, /says all and any at once/],
  ])('%j', (test, message) => {
    const { diagnostics, policies } = said(one(test));
    expect(diagnostics.map((each) => each.message)).toEqual([expect.stringMatching(message)]);
    expect(diagnostics[0]?.at.path).toBe('p/legacy.json');
    expect(diagnostics[0]?.severity).toBe('error');
    expect(policies[0]?.graph).toBe(undefined);
  });

  it.each<[unknown, RegExp]>([
    ['{', /this is not JSON/],
    [{ conditions: {} }, /has no rules/],
    [[], /empty list of rules/],
    [[{ event: { type: 'x' } }], /rules\[0\] has no `conditions`/],
    [
      [{ conditions: { fact: 'tier', operator: 'equal', value: 'pro' } }],
      /has neither `all` nor `any` nor `not`/,
    ],
  ])('%j', (json, message) => {
    expect(messages(json)).toEqual([expect.stringMatching(message)]);
  });

  it('points at the word', () => {
    const text =
      '[\n  {"conditions": {"all": [\n    {"fact": "tier", "operator": "equl", "value": "pro"}\n  ]}}\n]';
    const [finding] = said(text).diagnostics;
    expect(text.slice(finding?.at.span.start, finding?.at.span.end)).toBe('"equl"');
  });

  it('compiles into an opaque flag when it is right, and changes the hash of its policy', () => {
    const test = { fact: 'tier', operator: 'swap:equal', value: { fact: 'tier' } };
    const first = said(one(test));
    expect(first.diagnostics).toEqual([]);
    expect(first.policies[0]?.graph?.facts.map(({ id }) => id)).toContain('rules "./legacy.json" match');
    expect(said(one({ fact: 'tier', operator: 'equal', value: 'pro' })).policies[0]?.hash).not.toBe(
      first.policies[0]?.hash,
    );
  });

  it('is given in a test, and does not match unless it is', () => {
    const tests = createSource(
      'p/a.test.route',
      'tests for "./a.route"\ntest "old" { given rules "./legacy.json" match expect route old }\ntest "rest" { given tier pro expect route otherwise }\n',
    );
    const compilation = said(one({ fact: 'tier', operator: 'equal', value: 'pro' }), [tests]);
    const report = runTests({ ...compilation, countText: (text) => text.length });
    expect(report.tests.map(({ ok, message }) => [ok, message])).toEqual([
      [true, undefined],
      [true, undefined],
    ]);
  });

  it('is asked of the engine by llmr explain, unless its answer is given', async () => {
    const place = folder();
    try {
      place.write('a.route', POLICY);
      place.write('legacy.json', JSON.stringify(one({ fact: 'tier', operator: 'equal', value: 'pro' })));
      place.write('facts.json', '{"tier": "pro", "rules \\"./legacy.json\\" match": false}');
      const route = async (...more: string[]) =>
        JSON.parse((await place.run('explain', '--json', ...more)).out).route;
      expect(await route('--tier', 'pro')).toBe('old');
      expect(await route('--tier', 'free')).toBe('otherwise');
      expect(await route('--facts', 'facts.json')).toBe('otherwise');
    } finally {
      place.remove();
    }
  });
});
