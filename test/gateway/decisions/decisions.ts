/** Decision records, and lines of older versions, as tests need them. */

import type { WholeLine } from '../../../src/gateway/decisions/decision-log.ts';
import { createDecisionId } from '../../../src/gateway/request/decision-id.ts';
import type { DecisionDocument } from '../../../src/language/explaining/decision-document.ts';
import type { DecisionRecord } from '../../../src/language/explaining/decision-record.ts';

export function record(id: string, more: Partial<DecisionRecord> = {}): DecisionRecord {
  return {
    version: 3,
    llmr: '0.1.0',
    id,
    time: '2026-12-01T12:00:00.000Z',
    owner: 'k1',
    status: 200,
    ending: 'complete',
    policy: { name: 'support', hash: '0123456789ab' },
    route: 'refunds',
    rule: 0,
    model: 'haiku',
    reason: 'matched',
    asked: [],
    plan: [],
    budgets: [],
    worstCase: { attempts: 1, ms: 1_000 },
    inputs: {
      facts: { tier: 'pro' },
      needs: { inputTokens: 1 },
    },
    ...more,
  };
}

export function recordAt(time: number, more: Partial<DecisionRecord> = {}): DecisionRecord {
  return record(createDecisionId(time), { time: new Date(time).toISOString(), ...more });
}

export function decision(id: string, more: Partial<DecisionDocument> = {}): DecisionDocument {
  return {
    version: 1,
    id,
    policy: { name: 'support', hash: '0123456789ab', file: 'support.route' },
    route: 'refunds',
    at: { file: 'support.route', line: 7 },
    model: 'haiku',
    reason: 'matched',
    explain: 'refunds: tier pro',
    facts: { tier: 'pro' },
    path: [],
    skipped: [],
    plan: [],
    removed: [],
    budgets: [],
    worstCase: { attempts: 1, ms: 1_000 },
    ...more,
  };
}

export function lineAt(time: number, more: Partial<DecisionDocument> = {}): WholeLine {
  const id = createDecisionId(time);
  return {
    ...decision(id, more),
    id,
    time: new Date(time).toISOString(),
    owner: 'k1',
    status: 200,
    ending: 'complete',
  };
}
