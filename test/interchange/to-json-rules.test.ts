/** The export to json-rules-engine: what it says, and that it owns up to what it cannot say. */
import { expect, test } from 'vitest';
import { toJsonRules } from '../../src/interchange/json-rules/to-json-rules.ts';
import { compile } from '../../src/language/compile.ts';
import { createSource } from '../../src/language/text/source.ts';
import { typedPolicy } from '../support/typed-policy.ts';

const exported = toJsonRules(
  typedPolicy(`
    transform brief { cap output 800 }
    route long { when tokens over 8k and tokens up to 100k use sonnet with brief or refuse 413 "too long" label "L" }
    route beta {
      when tier is not free
       and any {
        header "x-beta" not like "t-*"
        header "x-beta" is unknown
      }
      canary 5% by user use sonnet
    }
    route closed { when budget cap used at least 95% refuse 402 "spent" }
    otherwise { because "cheap" use haiku }`),
);

test('one rule for each way to be answered, reading order as descending priority', () => {
  expect(exported.rules.map((rule) => [rule.name, rule.priority, rule.event.params])).toEqual([
    ['long', 4, { route: 'long', kind: 'use', target: 'sonnet', label: 'L' }],
    ['beta canary 0', 3, { route: 'beta', kind: 'canary', canary: 0, target: 'sonnet' }],
    ['closed refuse', 2, { route: 'closed', kind: 'refuse', status: 402, message: 'spent' }],
    ['otherwise', 1, { route: 'otherwise', kind: 'use', target: 'haiku' }],
  ]);
});

test('conditions keep their meaning: bounds, negation, unknown', () => {
  expect(exported.rules[0]?.conditions).toEqual({
    all: [
      { fact: 'tokens', operator: 'greaterThan', value: 8_000 },
      { fact: 'tokens', operator: 'greaterThanInclusive', value: 0 },
      { fact: 'tokens', operator: 'lessThanInclusive', value: 100_000 },
    ],
  });
  const beta = JSON.stringify(exported.rules[1]?.conditions);
  expect(beta).toContain('{"fact":"tier","operator":"in","value":["pro","enterprise"]}');
  expect(beta).toContain('{"fact":"header \\"x-beta\\"","operator":"notEqual","value":null}');
  expect(beta).toContain('{"fact":"header \\"x-beta\\"","operator":"equal","value":null}');
  expect(exported.operators).toEqual(['fitsGlob']);
});

test('what is lost is said', () => {
  const lost = exported.lost.map(({ route, what }) => `${route ?? 'policy'}: ${what}`);
  expect(lost).toEqual([
    expect.stringMatching(/^policy: models and their deployments \(haiku, sonnet\)/),
    expect.stringMatching(/^policy: budgets \(cap\)/),
    expect.stringMatching(/^policy: intents \(of intent\)/),
    expect.stringMatching(/^policy: how user share .* is hashed/),
    'long: with brief',
    'long: or refuse',
    'otherwise: because',
  ]);
});

const SALTED = `provider lab { speaks simulated }
model a { is "a" on lab window 100k output 4k }
model b { is "b" on lab window 100k output 4k }
`;
function saltsLost(header: string, split: string): readonly string[] {
  const text = `policy p edition 1 {\n  serves "p"\n${header}}\n${SALTED}split half by user${split} {\n  50% a\n  50% b\n}\notherwise {\n  use half\n}\n`;
  const [compiled] = compile([createSource('p.route', text)], new Map()).policies;
  if (compiled === undefined) throw new Error('there is one policy');
  return toJsonRules(compiled.policy)
    .lost.map(({ what }) => what)
    .filter((what) => what.startsWith('salts'));
}

test('a salt that is written is said to be lost, wherever it is written', () => {
  expect(saltsLost('', '')).toEqual([]);
  expect(saltsLost('  salt "old"\n', '')).toEqual([expect.stringContaining('split half "old split half"')]);
  expect(saltsLost('', ' salt "tone"')).toEqual([expect.stringContaining('split half "tone"')]);
});
