/**
 * What shapes traffic around dispatch: limits before it, pins and rollouts during it, mirrored copies in parallel.
 * One record that `open-traffic.ts` fills; holds no state of its own.
 */
import type { DecisionRecord } from '../../language/explaining/decision-record.ts';
import type { Policy } from '../../language/semantics/model.ts';
import type { LimitGate } from '../admission/limits/limit-gate.ts';
import type { RequestContext } from '../request/request-context.ts';
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
   * Called when a request has ended: rollouts are updated; `write` gets its record once its copies have ended too.
   */
  ended(record: DecisionRecord, run: RequestContext, write: (whole: DecisionRecord) => void): void;
  /** Sets the gauges. */
  measure(): void;
  /**
   * Cancels mirrored copies, so that records waiting for them are written; call it before the decision log closes.
   */
  close(): Promise<void>;
}
