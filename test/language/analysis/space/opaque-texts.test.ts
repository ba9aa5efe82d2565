/**
 * Patterns that are too many for one automaton are free flags of a search, related where it needs them. Verdicts about a
 * few of them are those of a policy that has only these, and never deny a text that a route takes.
 */
import { expect, it } from 'vitest';
import { createPolicySpace, type PolicySpace } from '../../../../src/language/analysis/space/policy-space.ts';
import { reachAll, witnessOfRule } from '../../../../src/language/analysis/verdicts/reachability.ts';
import type { Route, Term } from '../../../../src/language/semantics/model.ts';
import { factSpec } from '../../../../src/language/vocabulary/fact-spec.ts';
import { patternFits } from '../../../../src/language/vocabulary/text-patterns.ts';
import type { FactValue, TextPattern, ValueSet } from '../../../../src/language/vocabulary/value-set.ts';
import { holds } from '../../../../src/language/vocabulary/value-sets.ts';
import { PLAIN_ACTION, policyOf, routeOf } from '../../../support/random-policy.ts';
import { rounds } from '../../../support/rounds.ts';
import { type Random, randomFrom } from '../../../support/small-policy.ts';

const NOBODY = { tiers: [], groups: new Map<string, readonly string[]>() };
const HEADER = factSpec('header', { subject: 'x-beta' }, NOBODY);
const TOOLS = factSpec('request has', { subject: 'tools' }, NOBODY);
const ACTION = { ...PLAIN_ACTION, use: { target: 'haiku', transforms: [] } };
const PLACE = { path: 'random.route', span: { start: 0, end: 1 }, line: 1 };

const contains = (text: string): TextPattern => ({ kind: 'contains', text });
const regular = (source: string): TextPattern => ({ kind: 'regular', source });
/** They imply and exclude each other, by two and by more. */
const RELATED: readonly TextPattern[] = [
  contains('aa'),
  contains('aab'),
  contains('ba'),
  { kind: 'glob', glob: 'a*' },
  { kind: 'glob', glob: '*b' },
  regular('^a+b?$'),
  regular('^[^a]'),
  regular('^.{0,3}$'),
  regular('bb|^$'),
  { kind: 'equals', text: 'ab' },
];
/** No automaton is made of the product of these. */
const MANY = Array.from({ length: 24 }, (_, at) => contains(`word${String.fromCharCode(97 + at)}`));
/** No automaton is made of this one at all. */
const UNREADABLE = regular('(?m)^ab$');

const TEXTS: readonly string[] = shortTexts(['a', 'b', 'c'], 6);
function shortTexts(letters: readonly string[], most: number): string[] {
  let last = [''];
  const texts = [''];
  for (let length = 1; length <= most; length += 1) {
    last = last.flatMap((text) => letters.map((letter) => text + letter));
    texts.push(...last);
  }
  return texts;
}
/** One for every way in which the patterns come out. */
const TOLD_APART: readonly FactValue[] = [
  null,
  ...new Map(
    TEXTS.map((text) => [
      [...RELATED, UNREADABLE].map((pattern) => Number(patternFits(pattern, text))).join(''),
      text,
    ]),
  ).values(),
];

function term(set: ValueSet, fact = HEADER): Term {
  return { kind: 'term', fact: fact.id, set, at: PLACE, words: fact.id };
}

const hasTools = (value: boolean): Term => term({ kind: 'flag', value }, TOOLS);

function randomRoutes(random: Random, patterns: readonly TextPattern[]): Route[] {
  const pick = (): TextPattern => patterns[Math.floor(random() * patterns.length)] as TextPattern;
  return Array.from({ length: 5 }, (_, route) => {
    const terms = Array.from({ length: 1 + Math.floor(random() * 3) }, () =>
      term(
        random() < 0.05
          ? { kind: 'unknown' }
          : {
              kind: 'texts',
              any: random() < 0.7 ? [pick()] : [pick(), pick()],
              negated: random() < 0.5,
            },
      ),
    );
    return routeOf(`r${route}`, route + 2, { all: [hasTools(false), ...terms] }, ACTION);
  });
}

/** Its own route mentions patterns, for requests that no other route takes. */
function spaceOf(routes: readonly Route[], mentioned: readonly TextPattern[]): PolicySpace {
  const mention = routeOf(
    'mention',
    1,
    { all: [hasTools(true), term({ kind: 'texts', any: mentioned, negated: false })] },
    ACTION,
  );
  return createPolicySpace(policyOf([mention, ...routes], undefined, [HEADER, TOOLS]));
}

/** By route: whether one of the short texts gets there. */
function reachedByTexts(routes: readonly Route[]): boolean[] {
  const reached = routes.map(() => false);
  for (const text of TOLD_APART) {
    const taker = routes.findIndex(({ guard }) =>
      guard.all.every((item) => item.kind === 'term' && (item.fact === TOOLS.id || holds(item.set, text))),
    );
    if (taker >= 0) reached[taker] = true;
  }
  return reached;
}

const kindsOf = (space: PolicySpace): string[] =>
  reachAll(space)
    .slice(1)
    .map(({ kind }) => kind);

it('says of a few patterns among many what it says of them alone', () => {
  const random = randomFrom(21);
  const counts = { same: 0, open: 0, unreachable: 0, witnesses: 0 };
  for (let round = 0; round < rounds(400, 0.15); round += 1) {
    const routes = randomRoutes(random, RELATED);
    const many = spaceOf(routes, [...RELATED, ...MANY]);
    expect(many.space.opaque.length).toBeGreaterThan(24);
    const alone = spaceOf(routes, RELATED);
    expect(alone.space.opaque).toEqual([]);
    const [few, all, reached] = [kindsOf(alone), kindsOf(many), reachedByTexts(routes)];
    for (const reach of reachAll(alone)) {
      // A short text gets there, or another does that is replayed inside.
      const is = reach.kind === 'reachable' && witnessOfRule(alone, reach) !== undefined;
      if (reach.rule > 0)
        expect([round, reach.rule, is]).toEqual([round, reach.rule, reach.kind === 'reachable']);
      if (reached[reach.rule - 1] === true)
        expect([round, reach.rule, is]).toEqual([round, reach.rule, true]);
    }
    for (const [route, kind] of all.entries()) {
      if (kind === few[route]) counts.same += 1;
      else {
        // Left open: only ever what is taken to be possible.
        expect([round, route, kind, few[route]]).toEqual([round, route, 'reachable', 'unreachable']);
        counts.open += 1;
      }
      if (kind === 'unreachable') counts.unreachable += 1;
    }
    // Replayed inside.
    for (const reach of reachAll(many))
      if (reach.kind === 'reachable' && witnessOfRule(many, reach) !== undefined) counts.witnesses += 1;
  }
  expect(counts.unreachable).toBeGreaterThan(40);
  expect(counts.open).toBeLessThan(counts.same / 50);
  expect(counts.witnesses).toBeGreaterThan(counts.same / 3);
});

it('never denies a text, whatever cannot be read about it', () => {
  const random = randomFrom(22);
  let denied = 0;
  for (let round = 0; round < rounds(400, 0.15); round += 1) {
    const patterns = [...RELATED, UNREADABLE, UNREADABLE, UNREADABLE];
    const routes = randomRoutes(random, patterns);
    const kinds = kindsOf(spaceOf(routes, [...patterns, ...(round % 2 === 0 ? MANY : [])]));
    for (const [route, reached] of reachedByTexts(routes).entries()) {
      if (reached) expect([round, route, kinds[route]]).toEqual([round, route, 'reachable']);
      else if (kinds[route] === 'unreachable') denied += 1;
    }
  }
  expect(denied).toBeGreaterThan(30);
});

it('takes a text for a text, whatever it reads', () => {
  const words = ['none', 'undefined', 'null', 'never', '=none', ''];
  for (const word of words) {
    const asked = term({
      kind: 'texts',
      any: [word === '' ? regular('^$') : contains(word)],
      negated: false,
    });
    const routes = [routeOf('r0', 2, { all: [hasTools(false), asked] }, ACTION)];
    const many = spaceOf(routes, [...words.slice(0, -1).map(contains), regular('^$'), ...MANY]);
    expect(many.space.opaque.length).toBeGreaterThan(24);
    expect([word, kindsOf(many)]).toEqual([word, ['reachable']]);
  }
});
