/** One step of a resolved target: a model with its deployments, deadlines, and where each failure leads. Data only. */

import type { FailureClass } from '../semantics/failures.ts';
import type { Deadlines, Model } from '../semantics/model.ts';
import type { Explored, JudgedMember, Reason } from './plan.ts';

/** One future attempt; `moves` count from the start of the list that contains it. */
export interface Hop {
  readonly model: Model;
  readonly deployments: readonly string[];
  readonly deadlines: Partial<Deadlines>;
  readonly retries: number;
  readonly hedgeAfter?: number;
  readonly moves: Readonly<Partial<Record<FailureClass, number>>>;
  readonly arm?: string;
  /** Percent: the `good enough at` of the innermost pool that chose this model. */
  readonly goodEnoughAt?: number;
  readonly judged?: readonly JudgedMember[];
  /** Where pools explored on the way here: the probability of this choice. */
  readonly propensity?: number;
  readonly explored?: Explored;
  /** What led here inside the target: an arm, a side, a pin, or nothing in particular. */
  readonly via: Reason;
}
