/**
 * What shapes traffic around dispatch: limits before it, pins and rollouts during it, mirrored copies in parallel.
 * One record that `open-traffic.ts` fills; holds no state of its own.
 */
import type { DecisionDocument } from '../../language/explaining/decision-document.ts';
import type { Policy } from '../../language/semantics/model.ts';
import type { LimitGate } from '../admission/limits/limit-gate.ts';
import type { Run } from '../request/run.ts';
import type { Pins } from './affinity/pins.ts';
import type { Mirrors } from './mirroring/mirrors.ts';
import type { Rollouts } from './rollouts/rollouts.ts';

export interface Traffic {
  readonly limits: LimitGate;
  readonly pins: Pins;
  readonly rollouts: Rollouts;
  readonly mirrors: Mirrors;
  /** Called after a swap. */
  inForce(policies: readonly Policy[]): void;
  /**
   * Called when a request has ended: rollouts are updated; `write` gets its document once its copies have ended too.
   */
  ended(document: DecisionDocument, run: Run, write: (whole: DecisionDocument) => void): void;
  /** Sets the gauges. */
  measure(): void;
  /**
   * Cancels mirrored copies, so that documents waiting for them are written; call it before the decision log closes.
   */
  close(): Promise<void>;
}
