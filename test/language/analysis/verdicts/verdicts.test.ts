/** What the analysis says of small policies, in the words of their texts. */
import { expect, it } from 'vitest';
import { decideAsked } from '../../../../src/cli/commands/explain/decide-asked.ts';
import { askedScenario } from '../../../../src/cli/input/request-options.ts';
import { diffPolicies } from '../../../../src/language/analysis/diff/diff.ts';
import { createPolicySpace } from '../../../../src/language/analysis/space/policy-space.ts';
import { regionLine } from '../../../../src/language/analysis/space/region-words.ts';
import { createProofs } from '../../../../src/language/analysis/verdicts/candidates.ts';
import {
  createConditionSpace,
  judgeConditions,
} from '../../../../src/language/analysis/verdicts/conditions.ts';
import { findDoubleCovers, findGap } from '../../../../src/language/analysis/verdicts/coverage.ts';
import { hopWitness, judgeHops } from '../../../../src/language/analysis/verdicts/hops.ts';
import {
  findOverlaps,
  mergeableRoutes,
  overlapWitness,
} from '../../../../src/language/analysis/verdicts/overlaps.ts';
import {
  reachAll,
  unreachableRules,
  witnessOfRule,
} from '../../../../src/language/analysis/verdicts/reachability.ts';
import type { Term } from '../../../../src/language/semantics/model.ts';
import { policyText } from '../../../support/policy-text.ts';

function unreachable(text: string): unknown[] {
  return unreachableRules(createPolicySpace(policyText(text))).map(
    ({ rule, covering, example, impossible }) => ({
      route: rule.route,
      ...(impossible ? { impossible } : { covering: covering.map((each) => each.route) }),
      ...(example === undefined ? {} : { example: example.witness.facts, takenBy: example.takenBy }),
    }),
  );
}

function witnesses(text: string): Record<string, unknown> {
  const space = createPolicySpace(policyText(text));
  return Object.fromEntries(
    reachAll(space).flatMap((reach) => {
      if (reach.kind !== 'reachable') return [];
      const witness = witnessOfRule(space, reach);
      const assumptions = witness?.assumptions ?? [];
      const told = assumptions.length === 0 ? witness?.facts : { ...witness?.facts, assumptions };
      return [[space.graph.rules[reach.rule]?.route ?? '', told]];
    }),
  );
}

it('names the least routes that take everything, and who takes an example', () => {
  const text = `
    route refunds { when intent is refund and tier at least pro use sonnet }
    route long { when tokens over 100k use sonnet }
    route other { when tier is free use mini }
    route vip { when tier is enterprise and any { intent is refund  tokens over 120k } use haiku }
    otherwise { use haiku }`;
  expect(unreachable(text)).toEqual([
    {
      route: 'vip',
      covering: ['refunds', 'long'],
      example: { tier: 'enterprise', intent: 'none', tokens: 200_000 },
      takenBy: 'long',
    },
  ]);
});

it('relates texts to the patterns above them', () => {
  const text = `
    route a { when header "x-beta" like "triage-*" use sonnet }
    route b { when header "x-beta" is "triage-7" use haiku }
    route c { when text contains "refund" use sonnet }
    route d { when text matches /refund(ed|s)\\b/ use mini }
    otherwise { use haiku }`;
  expect(unreachable(text)).toMatchObject([
    { route: 'b', covering: ['a'], takenBy: 'a' },
    { route: 'd', covering: ['c'], example: { text: expect.stringMatching(/refund(ed|s)/) }, takenBy: 'c' },
  ]);
});

it('knows that shares of one key are one fact, and images from their number', () => {
  const text = `
    route a { when user is unknown canary 50% by user use mini }
    route b { when images at least 2 and request has no images use mini }
    otherwise { use haiku }`;
  expect(unreachable(text)).toEqual([
    { route: 'a', impossible: true },
    { route: 'b', impossible: true },
  ]);
});

it('moves clocks of several zones to one instant, or says that it could not', () => {
  const text = `
    route night { when time between 09:00 and 18:00 in "Europe/Berlin" and time between 20:00 and 22:00 use mini }
    route between { when day is sat and day is sun in "Europe/Berlin" use mini }
    route late { when day is sat and date at least 2026-12-27 use sonnet }
    otherwise { use haiku }`;
  const found = witnesses(text);
  expect(found['night']).toMatchObject({ assumptions: [expect.stringContaining('some instant')] });
  expect(found['between']).toMatchObject({ day: 'sat', 'day in "Europe/Berlin"': 'sun' });
  expect(found['late']).toMatchObject({ day: 'sat', date: '2027-01-02' });
  expect(found['late']).not.toHaveProperty('assumptions');
});

it('takes health and custom predicates as free, and says so', () => {
  const found = witnesses(`
    route slow { when haiku p95 latency over 4s use sonnet }
    otherwise { use haiku }`);
  expect(found['slow']).toEqual({
    'haiku p95 latency': '5s',
    assumptions: ['haiku p95 latency can be 5s at the same time as the rest'],
  });
});

const words = (terms: readonly unknown[]): string[] =>
  (terms as readonly Term[]).map((term) => (term.kind === 'term' ? term.words : 'any'));

it('finds conditions that contradict each other or say nothing', () => {
  const text = `
    route long { when tokens over 120k use sonnet }
    route refunds { when intent is refund and tokens up to 120k and tier at least pro and tier is not free use sonnet }
    route never { when tokens over 5k and tier is pro and tokens under 2k use haiku }
    route some { when tier is pro and any { tier is free and tokens over 1k  tokens over 2k  tokens over 3k and intent is refund } use mini }
    otherwise { use haiku }`;
  const findings = judgeConditions(createConditionSpace(policyText(text))).findings.map((finding) => {
    if (finding.kind === 'impossible-alternative') return [finding.kind, words(finding.alternative)];
    if (finding.kind === 'impossible') return [finding.kind, words(finding.terms)];
    const { because } = finding;
    return [
      finding.kind,
      words(finding.terms),
      because.kind === 'own' ? words(because.terms) : because.routes,
    ];
  });
  expect(findings).toEqual([
    ['redundant', ['tier is not free'], ['tier at least pro']],
    ['redundant', ['tokens up to 120k'], ['long']],
    ['impossible', ['tokens over 5k', 'tokens under 2k']],
    ['impossible-alternative', ['tier is free', 'tokens over 1k']],
    ['redundant', ['tokens over 3k', 'intent is refund'], ['any']],
  ]);
});

it('tells overlaps from exceptions, and neighbours that could be one', () => {
  const space = createPolicySpace(
    policyText(`
      route exception { when tier is pro and tokens over 100k use mini }
      route pro { when tier is pro or enterprise use sonnet }
      route cheap { when tier is free or pro and tokens over 50k use haiku }
      route same { when tier is free use haiku }
      otherwise { use haiku }`),
  );
  const { pairs, undecided } = findOverlaps(space);
  expect(undecided).toEqual([]);
  expect(
    pairs.map((pair) => [
      pair.upper.route,
      pair.lower.route,
      pair.shared,
      overlapWitness(space, pair)?.facts,
    ]),
  ).toEqual([['pro', 'cheap', ['tier'], { tokens: 60_000, tier: 'pro' }]]);
  expect(mergeableRoutes(space).map(({ upper, lower }) => [upper.route, lower.route])).toEqual([
    ['cheap', 'same'],
  ]);
});

it('finds what no route takes, and what two take', () => {
  const space = createPolicySpace(
    policyText(`
      route small { when tokens up to 8k use mini }
      route large { when tokens at least 8k and tier at least pro use sonnet }
      otherwise { use haiku }`),
  );
  expect(findGap(space)).toEqual({ kind: 'covered' });
  const without = { ...space.policy, otherwise: undefined };
  const { otherwise: _, ...open } = without;
  const bare = createPolicySpace(open);
  expect(findGap(bare)).toMatchObject({ kind: 'gap', witness: { facts: { tokens: 9_000, tier: 'free' } } });
  expect(findDoubleCovers(bare)).toMatchObject({
    pairs: [
      {
        one: { route: 'small' },
        other: { route: 'large' },
        witness: { facts: { tokens: 8_000, tier: 'pro' } },
      },
    ],
    undecided: false,
  });
});

it('judges hops as planning does', () => {
  const { hops, unservable } = judgeHops(
    createProofs(
      policyText(`
        chain both { try mini then haiku }
        route long { when tokens over 8k and tier is pro use mini }
        route pictures { when request has images and tokens up to 1k use haiku }
        route mixed { when tokens up to 7k and request has no images use both }
        otherwise { use haiku or refuse 413 "too long" }`),
    ),
  );
  expect(hops.map(({ at: _, witness, ...hop }) => ({ ...hop, facts: witness?.facts }))).toMatchObject([
    { route: 'long', model: 'mini', kind: 'window-exceeded', facts: { tokens: 9_000 } },
    { route: 'pictures', model: 'haiku', kind: 'missing-capability', facts: { 'request has images': true } },
    { route: 'mixed', model: 'mini', kind: 'partial-hop', lacks: 'window', through: ['both'] },
  ]);
  expect(unservable.map(({ route, witness }) => [route, witness?.facts['tokens']])).toEqual([
    ['long', 9_000],
    ['pictures', 800],
  ]);
});

function diff(before: string, after: string): unknown {
  const { changed, proved, regions } = diffPolicies(policyText(before), policyText(after));
  return {
    changed,
    proved,
    regions: regions.map(({ where, before: b, after: a }) => `${regionLine(where)}: ${b.route} → ${a.route}`),
  };
}
const LAST = 'otherwise { use haiku }';

it('proves that the order of disjoint routes does not matter', () => {
  const a = 'route a { when tier is pro use sonnet }';
  const b = 'route b { when tier is free and header "x" like "a*" use mini }';
  expect(diff(`${a} ${b} ${LAST}`, `${b} ${a} ${LAST}`)).toEqual({
    changed: false,
    proved: true,
    regions: [],
  });
});

it('tells a boundary moved by one token as that one token', () => {
  const at = (tokens: string): string => `route long { when tokens over ${tokens} use sonnet } ${LAST}`;
  expect(diff(at('32k'), at('32001'))).toEqual({
    changed: true,
    proved: true,
    regions: ['tokens 32,001: long → otherwise'],
  });
});

it('tells a change with both answers, both prices and a request', () => {
  const at = (tokens: string): string =>
    `route refunds { when intent is refund and tier is pro and tokens up to ${tokens} use sonnet } ${LAST}`;
  const { regions } = diffPolicies(policyText(at('32k')), policyText(at('120k')));
  expect(regions.map(({ where, ...rest }) => ({ line: regionLine(where), ...rest }))).toMatchObject([
    {
      line: 'tier pro · intent refund · tokens 32,001 to 120,000',
      exact: true,
      before: { route: 'otherwise', model: 'haiku' },
      after: { route: 'refunds', model: 'sonnet' },
      costUsd: { before: 0.04512, after: 0.13536 },
      witness: { facts: { tier: 'pro', intent: 'refund', tokens: 40_000 } },
    },
  ]);
});

it('sees what a route does beside its target', () => {
  const labelled = `route a { when tier is pro use sonnet label "x" } ${LAST}`;
  const plain = `route a { when tier is pro use sonnet } ${LAST}`;
  expect(diff(labelled, plain)).toMatchObject({ changed: true, regions: ['tier pro: a → a'] });
});

it('finds a request for every hop, fallbacks and arms included', () => {
  const policy = policyText(`
    chain both { try mini then haiku }
    split arms by user { 90% haiku  10% sonnet }
    route short { when tokens up to 4k use both }
    otherwise { use arms }`);
  const proofs = createProofs(policy);
  expect(hopWitness(proofs, 0, 'haiku')?.facts).toEqual({ tokens: 100 });
  const arm = hopWitness(proofs, 1, 'sonnet');
  expect(arm).toMatchObject({
    facts: { tokens: 5_000, user: expect.stringMatching(/^user-\d+$/) },
    assumptions: [],
  });
  expect(hopWitness(proofs, 1, 'mini')).toBeUndefined();
});

it('gives witnesses that explaining a facts file takes as they are', async () => {
  const policy = policyText(`
    route a { when header "x-beta" like "a*" and tokens over 8k use sonnet }
    route b { when budget cap used at least 95% and day is sat use mini }
    route c { when haiku p95 latency over 4s and haiku error rate over 2% use mini }
    route d { when images at least 2 and request has tools use sonnet }
    route e { when date over 2027-01-31 and time between 22:00 and 06:00 use mini }
    route f { when budget cap left under $2 use mini }
    route g { when user is unknown use mini }
    otherwise { use haiku }`);
  const space = createPolicySpace(policy);
  const compiled = { policy, graph: space.graph, hash: '', heads: new Map(), dependencies: [] };
  for (const reach of reachAll(space)) {
    if (reach.kind !== 'reachable') throw new Error(`rule ${reach.rule} is ${reach.kind}`);
    const facts = witnessOfRule(space, reach)?.facts ?? {};
    const asked = askedScenario(policy, { header: [], facts }, () => 0);
    if (!asked.ok) throw new Error(asked.message);
    const document = await decideAsked(compiled, asked.scenario, 0, () => 0);
    expect(document?.route).toBe(space.graph.rules[reach.rule]?.route);
  }
});
