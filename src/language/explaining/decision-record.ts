/**
 * What a decision leaves behind: what cannot be derived from its policy. The decision document is a function of this
 * record and of the policy with its hash. Small enough for every line of the decision log; never contains prompt text
 * or keys.
 */
import type { Reason, Removed } from '../planning/plan.ts';
import type { RecordedInputs } from '../replaying/recorded-inputs.ts';
import type { BudgetDocument, DecisionDocument } from './decision-document.ts';
import type { RecordedAttempt } from './recorded-plan.ts';

type OfDocument = Pick<
  DecisionDocument,
  'propensity' | 'explored' | 'passedOver' | 'transforms' | 'attempts' | 'refused' | 'notes' | 'mirror'
>;

/** Members that may be absent may also be undefined: records of one shape are made faster, and JSON leaves both out. */
export interface DecisionRecord extends OrUndefined<OfDocument> {
  /** In lines of version 2 nothing is left out of `plan` and `inputs`. */
  readonly version: 2 | 3;
  /** The version of llmr that compiled the policy. */
  readonly llmr: string;
  readonly id: string;
  /** ISO instant at which the request came in. */
  readonly time: string;
  /** Key id or stated identity; never shown. */
  readonly owner: string;
  readonly status: number;
  /** The number of decisions that it represents, where the log keeps a share of them; absent: 1. */
  readonly weight?: number | undefined;
  /** `planned`: by `POST /v1/route`, which sends nothing. */
  readonly ending: 'complete' | 'broken' | 'caller-gone' | 'unanswered' | 'planned';
  readonly policy: { readonly name: string; readonly hash: string };
  readonly route: string;
  /** Index into `graph.rules`. */
  readonly rule: number;
  readonly model: string | null;
  readonly reason: Reason;
  /** Facts that the decision read, in order: numbers into `graph.facts`. Their values are in `inputs`. */
  readonly asked: readonly number[];
  /** Ids of other facts that were read: for planning, or for a decision before this one. */
  readonly more?: readonly string[] | undefined;
  /** Figures shown with a fact, by fact id: `0.91 (needs 0.78)`. */
  readonly figures?: Readonly<Record<string, string>> | undefined;
  /** What the explanation adds to the path. */
  readonly phrases?: readonly string[] | undefined;
  readonly plan: readonly RecordedAttempt[];
  /** Absent: none. */
  readonly removed?: readonly Removed[] | undefined;
  readonly worstCase: DecisionDocument['worstCase'];
  readonly budgets: readonly BudgetDocument[];
  readonly inputs: RecordedInputs;
}

type OrUndefined<T> = { readonly [K in keyof T]: T[K] | undefined };
