// What a comparison of policies names besides decisions: deadlines, prices, wire facts, passed members.
import { describe, expect, test } from 'vitest';
import { diffSets } from '../../../src/language/replaying/diff-sets.ts';
import { policyOf } from '../semantics/policies.ts';

const BODY = `
  provider edge { speaks simulated key env EDGE_KEY not stream options pass models, route }
  model fast { is "f" on edge price $1 in, $5 out, $0.1 cached, $1.25 cache write max as max_tokens }
  chain c { try fast ending within 3s then haiku }
  route r { use c }`;

function diffOf(from: string, to: string) {
  expect(BODY).toContain(from);
  return diffSets([policyOf(BODY)], [policyOf(BODY.replace(from, to))]);
}

function notesOf(from: string, to: string): readonly string[] | undefined {
  const { changed, proved, policies } = diffOf(from, to);
  expect({ changed, proved }).toEqual({ changed: true, proved: true });
  expect(policies[0]?.regions).toEqual([]);
  return policies[0]?.notes;
}

describe('notes of a comparison', () => {
  test.each([
    ['$1.25 cache write', '$2 cache write', 'price of fast has changed'],
    [', $1.25 cache write', '', 'price of fast has changed'],
    ['max as max_tokens', 'max as max_completion_tokens', 'what is sent to fast has changed'],
    ['max as max_tokens', 'max as max_tokens fixed temperature', 'what is sent to fast has changed'],
    ['not stream options', '', 'provider edge has changed (wire facts)'],
    ['pass models, route', 'pass models', 'provider edge has changed (pass)'],
    ['key env EDGE_KEY not stream options', '', 'provider edge has changed (key env, wire facts)'],
    ['pass models, route', '', 'provider edge has changed (pass)'],
  ])('%s → %s', (from, to, note) => expect(notesOf(from, to)).toEqual([note]));

  test('default deadlines, one by one', () => {
    const before = policyOf(BODY);
    const after = { ...before, deadlines: { ...before.deadlines, ending: 10_000, whole: 90_000 } };
    expect(diffSets([before], [after]).policies[0]?.notes).toEqual([
      'its default deadlines have changed: ending within 10s (before: 5s), whole within 90s (before: 10min)',
    ]);
  });

  test('a deadline of a step changes what its requests get', () => {
    const { policies, proved } = diffOf('ending within 3s', 'ending within 9s');
    expect(proved).toBe(true);
    expect(policies[0]?.regions.map(({ differs }) => differs)).toEqual([['chain c']]);
    expect(policies[0]?.notes).toEqual([]);
  });

  test('another order of passed members or clauses is no change', () => {
    expect(
      diffOf('not stream options pass models, route', 'pass models, route not stream options'),
    ).toMatchObject({
      changed: false,
    });
    expect(diffOf('pass models, route', 'pass route, models').changed).toBe(false);
  });
});
