/** What is recorded of a decision, once nothing about it will change. */
import type { DecisionRecord } from '../../language/explaining/decision-record.ts';
import type { RequestContext } from '../request/request-context.ts';

export interface RecordEntry {
  readonly record: DecisionRecord;
  /** Milliseconds for facts, graph and plan. */
  readonly decisionMs: number;
  readonly run: RequestContext;
}
