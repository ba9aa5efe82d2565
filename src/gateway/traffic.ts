/**
 * What shapes traffic around dispatch: limits before it, pins within it. One record that `open-traffic.ts` fills; holds
 * no state of its own.
 */
import type { LimitGate } from './limits/limit-gate.ts';
import type { Pins } from './stickiness/pins.ts';

export interface Traffic {
  readonly limits: LimitGate;
  readonly pins: Pins;
}
