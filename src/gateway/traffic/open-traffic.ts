/** Composes the parts that shape traffic around dispatch, from the configuration and the open stores. */
import { join } from 'node:path';
import type { ConcurrencyLimiter } from '../admission/limits/concurrency-limiter.ts';
import { createLimitGate } from '../admission/limits/limit-gate.ts';
import type { GatewayConfig } from '../config/config.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { openEventLog } from '../observe/event-log.ts';
import type { Log } from '../observe/log.ts';
import type { Metrics } from '../observe/metrics.ts';
import type { Clock } from '../upstream/clock.ts';
import { createPins, type Pin } from './affinity/pins.ts';
import { withCopies } from './mirroring/compare-copies.ts';
import { createMirrors, type MirrorOptions, MOST_COPIES } from './mirroring/mirrors.ts';
import { openRolloutStore } from './rollouts/rollout-store.ts';
import { createRollouts, type Rollouts } from './rollouts/rollouts.ts';
import { sampleRollouts } from './rollouts/sample-rollouts.ts';
import type { Traffic } from './traffic.ts';

export interface TrafficParts {
  readonly config: GatewayConfig;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Called with the result of each mirrored copy. */
  readonly onCopy: MirrorOptions['onCopy'];
  /** Called for each pin that is new or has changed. */
  readonly tellPin?: (pin: Pin) => void;
  /** What another process holds; without: this one. */
  readonly shared?: { readonly places: ConcurrencyLimiter; readonly rollouts: Rollouts };
}

/** The file that `llmr rollouts` opens in the same folder. */
export const ROLLOUTS_FILE = 'rollouts.sqlite';

export function openTraffic(parts: TrafficParts): Traffic {
  const { config, ledger, clock, log, metrics, onCopy, tellPin, shared } = parts;
  const onTrouble = (message: string) => log.warn(message);
  const { rollouts, close } =
    shared === undefined ? openRollouts(parts) : { rollouts: shared.rollouts, close: async () => {} };
  const mirrors = createMirrors({ most: MOST_COPIES, onCopy, onTrouble });
  return {
    limits: createLimitGate({
      ...{ ledger, clock, storeWait: config.storeWaitMs, onTrouble },
      ...(shared === undefined ? {} : { places: shared.places }),
    }),
    pins: createPins({
      elapsed: clock.elapsed,
      conversations: config.stickyConversations,
      ...(tellPin === undefined ? {} : { tell: tellPin }),
    }),
    rollouts,
    mirrors,
    inForce(policies) {
      try {
        rollouts.sync(policies);
      } catch (error) {
        // This must not fail a swap: requests whose side is unknown stay on the old side.
        onTrouble(`rollout state cannot be saved: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
    ended(record, run, write) {
      sampleRollouts(rollouts, record, run);
      const copies = mirrors.of(run);
      if (copies === undefined) write(record);
      else void copies.then((all) => write(withCopies(record, all)));
    },
    measure() {
      metrics.clear('llmr_rollout_share_percent');
      for (const { policy, name, sharePercent } of rollouts.status()) {
        metrics.set('llmr_rollout_share_percent', [policy, name], sharePercent);
      }
    },
    async close() {
      await mirrors.close();
      rollouts.close();
      await close();
    },
  };
}

function openRollouts({ config, clock, log, metrics }: TrafficParts): {
  readonly rollouts: Rollouts;
  close(): Promise<void>;
} {
  const onTrouble = (message: string) => log.warn(message);
  const events = openEventLog(config.data, onTrouble);
  const rollouts = createRollouts({
    store: openRolloutStore(join(config.data, ROLLOUTS_FILE)),
    clock,
    onEvent({ at, policy, name, event, share, reason }) {
      const told = {
        policy,
        rollout: name,
        event,
        sharePercent: share,
        ...(reason === null ? {} : { reason }),
      };
      events.append({ at, kind: 'rollout', ...told });
      log.info(
        told,
        `rollout ${name} is ${event === 'step' ? 'one step further' : event}: ${share}% on its new side`,
      );
      metrics.add('llmr_rollout_events_total', [policy, name, event]);
    },
    onTrouble,
  });
  return { rollouts, close: events.close };
}
