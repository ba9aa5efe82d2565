// Recorded requests and a quality table: the day's own figures where the policy is the same, the day's facts with the
// table of today where it is not, and nothing guessed where they were not recorded.
import { expect, test } from 'vitest';
import { lower } from '../../../src/language/graph/lower.ts';
import type { RecordedInputs } from '../../../src/language/replaying/recorded-inputs.ts';
import { readLine } from '../../../src/language/replaying/recorded-line.ts';
import { replayDecision } from '../../../src/language/replaying/replay-decision.ts';
import { promptFile } from '../../support/prompt-file.ts';
import { policyOf } from '../semantics/policies.ts';

const BODY = 'quality "./q.csv"\nroute r { use cheapest of gpt-4o, sonnet, haiku good enough at 90% }';

function replay(rows: string, hash: string, inputs: Partial<RecordedInputs>): string | undefined {
  const policy = policyOf(BODY, { 'q.csv': `model,intent,complexity,quality,low\n${rows}` });
  const line = readLine(
    JSON.stringify({
      policy: { name: 'support', hash: 'recorded', file: 'support.route' },
      route: 'r',
      plan: [],
      time: '2026-11-22T10:15:30.000Z',
      inputs: { facts: {}, needs: { inputTokens: 100 }, ...inputs },
    }),
  );
  if (!line.ok) throw new Error(line.because);
  const replayed = replayDecision({ policy, graph: lower(policy), hash }, line.line);
  return replayed.kind === 'decided' ? replayed.plan.attempts[0]?.model : JSON.stringify(replayed);
}

const ROWS = 'haiku,*,*,80,70\nhaiku,refund,low,95,92\nsonnet,*,*,97,95\n';

test('the same policy is asked with what was recorded', () => {
  expect(replay(ROWS, 'recorded', { qualities: { haiku: 92, sonnet: 95 } })).toBe('haiku');
  expect(replay(ROWS, 'recorded', { qualities: { haiku: 89, sonnet: 95 } })).toBe('sonnet');
  expect(replay(ROWS, 'recorded', {})).toBe('gpt-4o');
});

test('another table is asked with the facts of the day', () => {
  const stale = { haiku: 99, sonnet: 10 };
  const at = (facts: RecordedInputs['facts'], rows = ROWS) =>
    replay(rows, 'today', { facts, qualities: stale });
  expect(at({ intent: 'refund', complexity: 0.1 })).toBe('haiku');
  expect(at({ intent: 'refund', complexity: 0.9 })).toBe('sonnet');
  expect(at({ intent: null, complexity: null })).toBe('sonnet');
  expect(at({ intent: 'refund', complexity: 0.1 }, 'gpt-4o,refund,*,95,93\n')).toBe('gpt-4o');
});

test('what was not recorded is not guessed, and not missed where the table does not ask it', () => {
  expect(replay(ROWS, 'today', { facts: { intent: 'refund' } })).toBe(
    '{"kind":"undetermined","because":"complexity was not recorded"}',
  );
  expect(replay(ROWS, 'today', {})).toBe(
    '{"kind":"undetermined","because":"intent, complexity were not recorded"}',
  );
  expect(replay('haiku,*,*,95,92\n', 'today', {})).toBe('haiku');
});

test('another policy judges the recorded scores of a prompt, and guesses none of another prompt file', () => {
  const policy = policyOf(
    'quality "./q.csv" by prompt "./q.prompt.json"\nroute r { use cheapest of sonnet, haiku good enough at 90% by prompt }',
    { 'q.csv': 'model,quality\nsonnet,95\n', 'q.prompt.json': promptFile(['haiku', 'sonnet']) },
  );
  const own = policy.quality?.prompts?.hash ?? '';
  const at = (prompt: RecordedInputs['prompt']) => {
    const line = readLine(
      JSON.stringify({
        policy: { name: 'support', hash: 'recorded', file: 'support.route' },
        route: 'r',
        plan: [],
        time: '2026-11-22T10:15:30.000Z',
        inputs: { facts: {}, needs: { inputTokens: 100 }, ...(prompt && { prompt }) },
      }),
    );
    if (!line.ok) throw new Error(line.because);
    const replayed = replayDecision({ policy, graph: lower(policy), hash: 'today' }, line.line);
    return replayed.kind === 'decided' ? replayed.plan.attempts[0]?.model : JSON.stringify(replayed);
  };
  expect(at({ file: own, scores: { sonnet: 90, haiku: 101 } })).toBe('haiku');
  expect(at({ file: own, scores: { sonnet: 90, haiku: 60 } })).toBe('sonnet');
  expect(at({ file: own, scores: {} })).toBe('sonnet');
  const missing = (what: string) => `{"kind":"undetermined","because":"${what} was not recorded"}`;
  expect(at({ file: own, scores: { sonnet: 90 } })).toBe(missing('the score of the prompt for haiku'));
  expect(at({ file: 'other', scores: { sonnet: 90, haiku: 101 } })).toBe(missing('the prompt'));
  expect(at(undefined)).toBe(missing('the prompt'));
});
