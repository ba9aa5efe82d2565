/** What is recorded of a decision: once when its headers are sent, and again when its answer has ended. */
import type { DecisionDocument } from '../../language/explaining/decision-document.ts';
import type { RecordedInputs } from '../../language/replaying/recorded-inputs.ts';
import type { Ending } from '../dispatch/outcome.ts';
import type { Run } from '../request/run.ts';

export interface RecordEntry {
  readonly document: DecisionDocument;
  /** Undefined while the answer is in progress. */
  readonly ending: Ending | 'unanswered' | undefined;
  readonly status: number;
  /** Milliseconds for facts, graph and plan. */
  readonly decisionMs: number;
  readonly run: Run;
  /** Made when the decision is logged. */
  readonly inputs: () => RecordedInputs;
}
