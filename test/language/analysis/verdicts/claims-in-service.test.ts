/** Claims that a proof can easily get wrong about the service: regions, audio, shares, gaps, zones, defaults, budgets. */
import { expect, test } from 'vitest';
import { createProofs } from '../../../../src/language/analysis/verdicts/candidates.ts';
import { proveProperty } from '../../../../src/language/analysis/verdicts/properties.ts';
import { reachAll, witnessOfRule } from '../../../../src/language/analysis/verdicts/reachability.ts';
import { compile } from '../../../../src/language/compile.ts';
import type { Policy } from '../../../../src/language/semantics/model.ts';
import { createSource } from '../../../../src/language/text/source.ts';
import { canonicalZone } from '../../../../src/language/vocabulary/canonical-zone.ts';
import { propertiesIn } from '../../../support/bind-property.ts';

const HEAD = `policy p edition 1 { owner "@x" serves "p" }
tier free, pro
provider eu { speaks simulated region eu }
provider us { speaks simulated region us }
model small { is "s" on eu window 4k output 1k price $1 in, $2 out can tools }
model large { is "l" on us window 100k output 1k price $1 in, $2 out can tools, images, json, audio }
chain both { try small then large }
transform brief { trim history to 2k }
budget cap { limit $10/day per team when unknown refuse }
predicate vip { when unknown no }
`;

function compiled(text: string, tests = '') {
  const sources = [
    createSource('p.route', HEAD + text),
    createSource('p.test.route', `tests for "./p.route"\n${tests}`),
  ];
  const compilation = compile(sources, new Map());
  const policy = compilation.policies[0]?.policy as Policy;
  return { ...compilation, policy };
}

function verdict(text: string, claim: string) {
  const { files, policy } = compiled(text, claim.replace(' ', ' "claim" { ').concat(' }'));
  const property = propertiesIn(files, new Map(), policy).get('claim');
  if (property === undefined) throw new Error('no property');
  const found = proveProperty(policy, property);
  return found.kind === 'refuted'
    ? {
        kind: found.kind,
        facts: found.counterexample.witness.facts,
        assumptions: found.counterexample.witness.assumptions,
      }
    : { kind: found.kind };
}

test('a model outside the region holds no tokens', () => {
  const within = 'otherwise { use both within region eu }';
  expect(verdict(within, 'always tokens fit model')).toMatchObject({
    kind: 'refuted',
    facts: { tokens: 3_100 },
  });
  expect(verdict('otherwise { use large within region eu }', 'always tokens fit model').kind).toBe('refuted');
  expect(
    verdict('otherwise { use both or refuse 413 "x" within region eu }', 'always tokens fit model').kind,
  ).toBe('proved');
});

test('audio is needed like images are', () => {
  const text = 'route a { when request has audio use both } otherwise { use small or refuse 413 "x" }';
  expect(verdict(text, 'never when request has audio model in small').kind).toBe('proved');
  expect(verdict('otherwise { use small }', 'never refused')).toMatchObject({ kind: 'refuted' });
});

test('a request that no route takes is refused', () => {
  const { policy } = compiled('otherwise { use large }');
  const bare: Policy = { ...policy, routes: [], exactlyOne: true };
  const { otherwise: _, ...open } = bare;
  const property = {
    kind: 'never',
    when: { all: [] },
    facts: new Map(),
    claims: [{ kind: 'refused' }],
  } as const;
  expect(proveProperty(open, property).kind).toBe('refuted');
});

test('after a canary of all of them only requests without a key go on', () => {
  const text = 'otherwise { use small canary 100% by user use large }';
  expect(verdict(text, 'never model in small')).toMatchObject({ kind: 'refuted', facts: { user: null } });
});

test('a share is told as a key that has it, and what a claim asks is told too', () => {
  const text = 'otherwise { use small canary 5% by user use large }';
  const found = verdict(text, 'never when tier is pro model in large');
  expect(found).toMatchObject({
    kind: 'refuted',
    facts: { tier: 'pro', user: expect.stringMatching(/^user-\d+$/) },
  });
});

test('used and left of a budget are those of one moment', () => {
  const text =
    'route r { when budget cap used over 40% and budget cap left over $3 use large } otherwise { use small }';
  const { policy } = compiled(text);
  const proofs = createProofs(policy);
  const [reach] = reachAll(proofs);
  if (reach?.kind !== 'reachable') throw new Error('not reached');
  const { facts, assumptions } = witnessOfRule(proofs, reach) ?? {};
  expect(assumptions).toEqual([]);
  const [used, left] = ['used', 'left'].map((side) =>
    Number.parseFloat(String(facts?.[`budget cap ${side}`]).replace('$', '')),
  );
  expect(left).toBeCloseTo(10 * (1 - (used ?? 0) / 100), 6);
});

test('what cannot be at one moment is named as an assumption', () => {
  const text =
    'route r { when budget cap used up to 0% and budget cap left up to $0 use large } otherwise { use small }';
  const proofs = createProofs(compiled(text).policy);
  const [reach] = reachAll(proofs);
  if (reach?.kind !== 'reachable') throw new Error('not reached');
  expect(witnessOfRule(proofs, reach)?.assumptions).toEqual([
    'budget cap is used and left like this at one moment',
  ]);
});

test('an image is input tokens too', () => {
  const found = verdict('otherwise { use small }', 'never when request has images refused');
  expect(found).toMatchObject({ kind: 'refuted', facts: { 'request has images': true, tokens: 800 } });
});

test('what trimming leaves has to fit', () => {
  const text = 'otherwise { use small with brief }';
  const found = verdict(text, 'never when tokens over 50k model in small');
  expect(found).toMatchObject({ kind: 'refuted', facts: { messages: 2 } });
  expect(verdict('otherwise { use small }', 'never when tokens over 50k model in small').kind).toBe('proved');
});

test('a default settles a predicate', () => {
  const { diagnostics } = compiled(
    'route r { when predicate vip is unknown use large } otherwise { use small }',
  );
  expect(diagnostics.map(({ message }) => message)).toContain('`predicate vip` is never unknown');
});

test('a zone has one name', () => {
  const names = [
    'Etc/UTC',
    'GMT',
    'Zulu',
    'etc/utc',
    'Asia/Calcutta',
    'US/Pacific',
    'Europe/Kiev',
    '+02:00',
    'Mars/Base',
  ];
  expect(names.map(canonicalZone)).toEqual([
    ...[
      'UTC',
      'UTC',
      'UTC',
      'UTC',
      'Asia/Kolkata',
      'America/Los_Angeles',
      'Europe/Kyiv',
      undefined,
      undefined,
    ],
  ]);
});
