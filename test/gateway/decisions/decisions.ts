/** Decision documents as tests need them. */

import type { DecisionLine } from '../../../src/gateway/decisions/decision-log.ts';
import { createDecisionId } from '../../../src/gateway/request/decision-id.ts';
import type { DecisionDocument } from '../../../src/language/explaining/decision-document.ts';

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

export function lineAt(time: number, more: Partial<DecisionDocument> = {}): DecisionLine & { id: string } {
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
