/**
 * What shapes traffic around dispatch: limits before it, pins and rollouts within it, copies beside it. One record that
 * `open-traffic.ts` fills; holds no state of its own.
 */
import type { DecisionDocument } from '../language/explaining/decision-document.ts';
import type { Policy } from '../language/semantics/model.ts';
import type { LimitGate } from './limits/limit-gate.ts';
import type { Mirrors } from './mirroring/mirrors.ts';
import type { Rollouts } from './rollouts/rollouts.ts';
import type { Run } from './run.ts';
import type { Pins } from './stickiness/pins.ts';

export interface Traffic {
  readonly limits: LimitGate;
  readonly pins: Pins;
  readonly rollouts: Rollouts;
  readonly mirrors: Mirrors;
  /** After a swap. */
  inForce(policies: readonly Policy[]): void;
  /** A request has ended: rollouts learn of it; `write` gets its document once its copies have ended too. */
  ended(document: DecisionDocument, run: Run, write: (whole: DecisionDocument) => void): void;
  /** Sets the gauges. */
  measure(): void;
  /** Copies are given up, so that what waits for them is written; to be called before the decision log closes. */
  close(): Promise<void>;
}
