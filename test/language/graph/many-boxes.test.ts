/** Guards of thousands of alternatives: joined by look-up, and they hold for just what they hold for one by one. */
import { expect, it } from 'vitest';
import { boxesOf } from '../../../src/language/graph/boxes.ts';
import type { AnyTerm, Term } from '../../../src/language/semantics/model.ts';
import { factSpec } from '../../../src/language/vocabulary/fact-spec.ts';
import type { FactSpec, FactValue, ValueSet } from '../../../src/language/vocabulary/value-set.ts';
import { holds, rangeOf } from '../../../src/language/vocabulary/value-sets.ts';
import { randomFrom } from '../../support/small-policy.ts';

const AT = { path: 'many.route', span: { start: 0, end: 1 }, line: 1 };
const NONE = { tiers: [], groups: new Map<string, readonly string[]>() };
const FACTS: readonly FactSpec[] = [
  factSpec('team', {}, NONE),
  factSpec('tokens', {}, NONE),
  factSpec('request has', { subject: 'tools' }, NONE),
  factSpec('header', { subject: 'x-app' }, NONE),
];
const facts = new Map(FACTS.map((spec) => [spec.id, spec]));

it('says of more alternatives than are compared one by one what each of them says', () => {
  const random = randomFrom(4);
  const whole = (below: number): number => Math.floor(random() * below);
  const setOf = ({ domain }: FactSpec): ValueSet => {
    if (domain.kind === 'flag') return { kind: 'flag', value: random() < 0.5 };
    if (domain.kind === 'number') return { kind: 'numbers', ranges: [rangeOf(whole(9), 9 + whole(9))] };
    const text = `t${whole(60)}`;
    return { kind: 'texts', any: [{ kind: 'equals', text }], negated: random() < 0.1 };
  };
  const alternatives = Array.from({ length: 2_000 }, () =>
    FACTS.filter((_, at) => random() < (at === 2 ? 0.3 : 0.6)).map((spec): Term => {
      return { kind: 'term', fact: spec.id, set: setOf(spec), at: AT, words: spec.id };
    }),
  ).filter((terms) => terms.length > 1);
  const group: AnyTerm = { kind: 'any', at: AT, alternatives };
  const { boxes, also } = boxesOf(facts, { all: [group] });
  const joined = [boxes, ...also].at(-1) ?? [];
  expect(joined.length).toBeLessThan(alternatives.length * 0.9);
  for (let round = 0; round < 2_000; round += 1) {
    const value = ({ domain }: FactSpec): FactValue =>
      domain.kind === 'flag' ? random() < 0.5 : domain.kind === 'number' ? whole(20) : `t${whole(70)}`;
    const known = new Map(FACTS.map((spec) => [spec.id, value(spec)]));
    const fits = (fact: string, set: ValueSet): boolean => holds(set, known.get(fact) ?? null);
    const written = alternatives.some((terms) => terms.every(({ fact, set }) => fits(fact, set)));
    const made = joined.some((box) => [...box].every(([fact, sets]) => sets.every((set) => fits(fact, set))));
    expect([...known, made]).toEqual([...known, written]);
  }
});
