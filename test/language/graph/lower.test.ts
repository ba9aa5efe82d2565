/** What lowering makes of a policy: rules in reading order, guards as boxes, facts in the order of their cost. */
import { describe, expect, test } from 'vitest';
import type { DecisionGraph, Rule } from '../../../src/language/graph/decision-graph.ts';
import { lower } from '../../../src/language/graph/lower.ts';
import { setWords } from '../../../src/language/vocabulary/set-words.ts';
import { typedPolicy } from '../../support/typed-policy.ts';

/** One line a rule: `refunds use: intent refund & tier pro or enterprise | …`. */
function told(graph: DecisionGraph): string[] {
  const boxes = (list: Rule['boxes']): string =>
    list
      .map((box) =>
        box
          .map(({ fact, set }) => {
            const spec = graph.facts[fact];
            return spec === undefined ? '?' : `${spec.id} ${setWords(spec, set)}`;
          })
          .join(' & '),
      )
      .join(' | ');
  return graph.rules.map((rule) => {
    const also = (rule.also ?? []).map((group) => ` && (${boxes(group)})`).join('');
    return `${rule.route} ${rule.kind}: ${rule.boxes.length === 0 ? 'never' : boxes(rule.boxes) || 'always'}${also}`;
  });
}
const lowered = (routes: string): string[] => told(lower(typedPolicy(routes)));
const OTHERWISE = 'otherwise { use haiku }';

describe('rules', () => {
  test('stand in reading order, a canary before the use of its route, otherwise last', () => {
    expect(
      lowered(`
        route a { when tier is pro canary 5% by user use sonnet use haiku }
        route b { when tier is free refuse 403 "no" }
        otherwise { canary 10% by user use sonnet use haiku }`),
    ).toEqual([
      expect.stringMatching(/^a canary: tier pro & .*under 5%$/),
      'a use: tier pro',
      'b refuse: tier free',
      expect.stringMatching(/^otherwise canary: .*10%$/),
      'otherwise use: always',
    ]);
  });

  test('a route with nothing but a canary has no rule for the rest of its requests', () => {
    expect(lowered(`route a { when tier is pro canary 5% by user use sonnet } ${OTHERWISE}`)).toEqual([
      expect.stringMatching(/^a canary: /),
      'otherwise use: always',
    ]);
  });
});

describe('boxes', () => {
  test('conditions on one fact are met, conditions that contradict leave nothing', () => {
    expect(
      lowered(`
        route a { when tokens over 2k and tokens up to 8k use sonnet }
        route b { when tokens over 8k and tokens up to 2k use sonnet }
        route c { when tier is pro and tier is not pro use sonnet } ${OTHERWISE}`),
    ).toEqual([
      'a use: tokens over 2k and up to 8k',
      'b use: never',
      'c use: never',
      'otherwise use: always',
    ]);
  });

  test('any groups are multiplied out, impossible alternatives dropped, neighbours joined', () => {
    expect(
      lowered(`
        route a { when tier is not free and any { tier is enterprise
          header "x-beta" like "triage-*" } use sonnet }
        route b { when any { tier is free
          tier is pro } use sonnet }
        route c { when tier is free and any { tier is pro
          tokens over 8k } use sonnet } ${OTHERWISE}`),
    ).toEqual([
      'a use: tier enterprise | tier pro or enterprise & header "x-beta" like "triage-*"',
      'b use: tier free or pro',
      'c use: tier free & tokens over 8k',
      'otherwise use: always',
    ]);
  });

  test('a condition that always holds is not asked', () => {
    const graph = lower(typedPolicy(`route a { when tokens at least 0 use sonnet } ${OTHERWISE}`));
    expect(told(graph)[0]).toBe('a use: always');
    expect(graph.facts).toEqual([]);
  });

  test('named texts are tried against the other conditions on the same header', () => {
    expect(
      lowered(`
        route a { when header "x-app" is shop or blog and header "x-app" like "s*" use sonnet }
        route b { when header "x-app" is shop and header "x-app" not like "s*" use sonnet } ${OTHERWISE}`),
    ).toEqual(['a use: header "x-app" "shop"', 'b use: never', 'otherwise use: always']);
  });

  test('groups that would multiply to too many boxes are kept as groups', () => {
    const group = (facts: readonly string[]): string =>
      `any {\n${facts.map((fact) => `header "x-${fact}" is "1"`).join('\n')}\n}`;
    const names = (letter: string): string[] => Array.from({ length: 10 }, (_, i) => `${letter}${i}`);
    const groups = ['a', 'b', 'c', 'd'].map((letter) => group(names(letter))).join(' and ');
    const [wide] = lower(typedPolicy(`route wide { when ${groups} use sonnet } ${OTHERWISE}`)).rules;
    expect(wide?.boxes).toHaveLength(100);
    expect(wide?.also?.map((boxes) => boxes.length)).toEqual([10, 10]);
  });
});

describe('facts', () => {
  test('keep the patterns of conditions that can never hold: why a route did not match still asks for them', () => {
    const { facts } = lower(
      typedPolicy(`
        route a { when header "x-a" like "b*" use haiku }
        route never { when header "x-a" like "c*" and tokens over 8k and tokens under 2k use sonnet }
        ${OTHERWISE}`),
    );
    const header = facts.find(({ id }) => id === 'header "x-a"');
    expect(header?.patterns).toHaveLength(1);
    expect(header?.unreached).toHaveLength(1);
    expect(facts.filter(({ unreached }) => unreached !== undefined)).toHaveLength(1);
  });

  test('are ordered by cost, then by first mention; cuts and patterns come from all conditions', () => {
    const { facts } = lower(
      typedPolicy(`
        route a { when intent is refund and budget cap used at least 95% and tokens over 8k use sonnet }
        route b { when header "x-beta" like "t-*" and tokens up to 100k use sonnet }
        route c { when text contains "invoice" and header "x-beta" is "t-1" use sonnet } ${OTHERWISE}`),
    );
    expect(facts.map((fact) => `${fact.cost} ${fact.id}`)).toEqual([
      'free tokens',
      'free header "x-beta"',
      'cheap text',
      'store budget cap used',
      'model intent',
    ]);
    expect(facts[0]?.cuts).toEqual([
      { at: 8_000, before: false },
      { at: 100_000, before: false },
    ]);
    expect(facts[1]?.patterns).toEqual([
      { kind: 'glob', glob: 't-*' },
      { kind: 'equals', text: 't-1' },
    ]);
  });
});
