// A log holds no messages: where two sets teach an intent differently, what the other one would have read is not guessed.
import { expect, test } from 'vitest';
import { lower } from '../../../src/language/graph/lower.ts';
import { replayBoth } from '../../../src/language/replaying/replay-log.ts';
import { policyOf } from '../semantics/policies.ts';

const BODY = 'intent parcel { like "where is it" }\nroute r { when intent is parcel use sonnet }';

function replayed(after: string, facts: object) {
  const sides = [BODY, after].map((body, at) => {
    const policy = policyOf(body);
    return [{ policy, graph: lower(policy), hash: at === 0 ? 'recorded' : 'today' }];
  });
  const line = JSON.stringify({
    policy: { name: 'support', hash: 'recorded', file: 'support.route' },
    route: 'r',
    plan: [],
    time: '2026-11-22T10:15:30.000Z',
    inputs: { facts: { 'asked for': 'support', ...facts }, needs: { inputTokens: 100 } },
  });
  const { same, moved, undetermined, reasons } = replayBoth([line], sides[0] ?? [], sides[1] ?? []);
  return { same, moved, undetermined, because: reasons[0]?.because };
}

test('the same examples read the same', () => {
  expect(replayed(BODY, { intent: 'parcel' })).toMatchObject({ same: 1, undetermined: 0 });
});

test.each([
  ['another example', BODY.replace('where is it', 'has it been sent')],
  ['another threshold', BODY.replace('"where is it"', '"where is it" match at least 0.9')],
])('%s may read it otherwise', (_what, after) => {
  expect(replayed(after, { intent: 'parcel' })).toMatchObject({
    same: 0,
    moved: 0,
    undetermined: 1,
    because: 'the intents have changed, and the log contains no messages to read again',
  });
});
