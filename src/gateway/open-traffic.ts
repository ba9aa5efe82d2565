/** Composition of what shapes traffic around dispatch, from the configuration and the stores that are open. */
import type { GatewayConfig } from './config.ts';
import type { Ledger } from './ledger/ledger.ts';
import { createLimitGate } from './limits/limit-gate.ts';
import { createPins } from './stickiness/pins.ts';
import type { Traffic } from './traffic.ts';
import type { Clock } from './upstream/clock.ts';

export interface TrafficParts {
  readonly config: GatewayConfig;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly onTrouble: (message: string) => void;
}

export function openTraffic({ config, ledger, clock, onTrouble }: TrafficParts): Traffic {
  return {
    limits: createLimitGate({ ledger, clock, storeWait: config.storeWaitMs, onTrouble }),
    pins: createPins({ elapsed: clock.elapsed, conversations: config.stickyConversations }),
  };
}
