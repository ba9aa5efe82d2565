/** Decisions that were recorded under another salt: decided again by a policy that declares it, else not told. */
import { expect, test } from 'vitest';
import { compile } from '../../../src/language/compile.ts';
import { readLine } from '../../../src/language/replaying/recorded-line.ts';
import { type Replayed, replayDecision } from '../../../src/language/replaying/replay-decision.ts';
import { createSource } from '../../../src/language/text/source.ts';

/** Of a service that salted a split with its name and a canary with its route. */
const LINE = JSON.stringify({
  policy: { name: 'shop', hash: 'of then', file: 'shop.route' },
  route: 'beta',
  plan: [],
  budgets: [],
  time: '2026-11-22T10:15:30.000Z',
  inputs: {
    facts: { tokens: 900 },
    shares: { 'user share "route beta"': 40, 'user share "tone"': 70 },
    needs: { inputTokens: 900 },
  },
});

function replayedBy(canary: string, split: string): Replayed {
  const text = `policy shop edition 1 { serves "shop" }
provider lab { speaks simulated }
model a { is "a" on lab }
model b { is "b" on lab }
split tone by user ${split} { 50% a 50% b }
route beta {
  when tokens up to 1k
  canary 5% by user ${canary} use a
  use tone
}
otherwise { use a }
`;
  const { policies } = compile([createSource('shop.route', text)], new Map());
  const [made] = policies;
  const read = readLine(LINE);
  if (made?.graph === undefined || !read.ok) throw new Error('not made');
  return replayDecision({ policy: made.policy, graph: made.graph, hash: made.hash }, read.line);
}

test('a policy that declares the salts of the day decides as on that day', () => {
  const replayed = replayedBy('salt "route beta"', 'salt "tone"');
  expect(replayed).toMatchObject({ kind: 'decided', plan: { route: 'beta', attempts: [{ model: 'b' }] } });
});

test('where the salt is another one, the line does not say where the user falls', () => {
  expect(replayedBy('', 'salt "tone"')).toEqual({
    kind: 'undetermined',
    because: 'user share "shop canary beta 1" was not recorded',
  });
  expect(replayedBy('salt "route beta"', '')).toEqual({
    kind: 'undetermined',
    because: 'the share of user in shop split tone was not recorded',
  });
});
