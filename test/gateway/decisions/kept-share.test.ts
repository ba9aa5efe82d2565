import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { shareOfDecisions, weightIn } from '../../../src/gateway/decisions/kept-share.ts';
import { outcomesOf } from '../../../src/gateway/decisions/outcomes-of-log.ts';
import { createDecisionId } from '../../../src/gateway/request/decision-id.ts';
import type { DecisionRecord } from '../../../src/language/explaining/decision-record.ts';
import { record } from './decisions.ts';

test('all, or a share', () => {
  expect(['all', '10%', '0.5%', '0%', '100%'].map(shareOfDecisions)).toEqual([1, 0.1, 0.005, 0, 1]);
  expect(() => shareOfDecisions('some')).toThrow('"some"');
});

test('what is kept of a share stands for all of it', () => {
  let [kept, weights] = [0, 0];
  for (let count = 0; count < 20_000; count++) {
    const weight = weightIn(0.1, record(createDecisionId(count)));
    if (weight === undefined) continue;
    kept += 1;
    weights += weight;
  }
  // 2,000 expected, with a standard deviation of 42.
  expect(kept).toBeGreaterThan(1_700);
  expect(kept).toBeLessThan(2_300);
  expect(weights).toBe(kept * 10);
  expect(weightIn(1, record('01M82NMWP9HN7BXKWD768FG2Z3'))).toBe(1);
  expect(weightIn(0, record('01M82NMWP9HN7BXKWD76800000'))).toBeUndefined();
});

test('failures, refusals and fallbacks are always kept', () => {
  const failed = { model: 'haiku', outcome: 'failed', ms: 1 };
  const unchecked = { model: 'haiku', outcome: 'answered', ms: 1, checks: [{ check: 'json', ok: false }] };
  const exceptional: Partial<DecisionRecord>[] = [
    { status: 502, ending: 'unanswered' },
    { ending: 'broken' },
    { ending: 'caller-gone' },
    { reason: 'fallback' },
    { refused: { status: 403, message: 'no' } },
    { attempts: [failed] },
    { attempts: [unchecked] },
  ];
  for (const more of exceptional) expect(weightIn(0, record('a', more))).toBe(1);
});

test('outcomes of a sample have the probability with which they were kept', async () => {
  const data = mkdtempSync(join(tmpdir(), 'llmr-sample-'));
  onTestFinished(() => rmSync(data, { recursive: true }));
  const attempts = [{ model: 'haiku', outcome: 'answered', ms: 1, checks: [{ check: 'json', ok: true }] }];
  const checked: Partial<DecisionRecord> = { attempts, plan: [{ model: 'haiku' }] };
  const explored = { ...checked, propensity: 0.5 };
  const lines = [{ ...explored, weight: 10 }, { ...checked, weight: 10 }, explored, checked];
  const texts = lines.map((more, at) => JSON.stringify(record(String(at), more)));
  writeFileSync(join(data, 'decisions-2026-12-01.jsonl'), `${texts.join('\n')}\n`);
  const found: unknown[] = [];
  for await (const { propensity } of outcomesOf(data)) found.push(propensity?.['haiku']);
  expect(found).toEqual([0.05, 0.1, 0.5, undefined]);
});
