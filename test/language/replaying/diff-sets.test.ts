// What a comparison of policies names besides decisions: deadlines, prices, wire facts, passed members.
import { describe, expect, test } from 'vitest';
import { noteWords } from '../../../src/cli/render/diff-words.ts';
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
  const { changed, proved, elsewhere, policies } = diffOf(from, to);
  expect({ changed, proved, elsewhere }).toEqual({
    changed: true,
    proved: false,
    elsewhere: 'decided as before',
  });
  expect(policies[0]?.regions).toEqual([]);
  return policies[0]?.notes.map(noteWords);
}

describe('notes of a comparison', () => {
  test.each([
    ['$1.25 cache write', '$2 cache write', 'model fast, price, cache write: $1.25 → $2'],
    [', $1.25 cache write', '', 'model fast, price, cache write: $1.25 → none'],
    [
      'max as max_tokens',
      'max as max_completion_tokens',
      'model fast, max as: max_tokens → max_completion_tokens',
    ],
    [
      'max as max_tokens',
      'max as max_tokens fixed temperature',
      'model fast, fixed temperature: none → said',
    ],
    ['not stream options', '', 'provider edge, not stream options: said → none'],
    ['pass models, route', 'pass models', 'provider edge, pass: models, route → models'],
    ['key env EDGE_KEY', 'key env OTHER_KEY', 'provider edge, key env: EDGE_KEY → OTHER_KEY'],
    ['pass models, route', '', 'provider edge, pass: models, route → none'],
  ])('%s → %s', (from, to, note) => expect(notesOf(from, to)).toEqual([note]));

  test('default deadlines, one by one', () => {
    const before = policyOf(BODY);
    const after = { ...before, deadlines: { ...before.deadlines, ending: 10_000, whole: 90_000 } };
    expect(diffSets([before], [after]).policies[0]?.notes.map(noteWords)).toEqual([
      'defaults, ending within: 5s → 10s',
      'defaults, whole within: 10min → 90s',
    ]);
  });

  test('a deadline of a step changes what its requests get', () => {
    const { policies, proved } = diffOf('ending within 3s', 'ending within 9s');
    expect(proved).toBe(true);
    expect(policies[0]?.regions.map(({ differs }) => differs)).toEqual([
      [{ what: 'chain c, fast, ending within', before: '3s', after: '9s' }],
    ]);
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
