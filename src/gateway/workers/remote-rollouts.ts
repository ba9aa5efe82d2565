/** The primary's rollouts, as a worker uses them: a copy of their shares for planning, everything else is asked. */
import type { Rollouts } from '../traffic/rollouts/rollouts.ts';
import type { Channel } from './channel.ts';
import type { ForWorkers, OperatorView, RolloutShare } from './protocol.ts';

export interface RemoteRollouts extends Rollouts {
  hear(shares: readonly RolloutShare[]): void;
}

/** `view`: what an operator sees now. */
export function createRemoteRollouts(primary: Channel<ForWorkers>, view: () => OperatorView): RemoteRollouts {
  let percents = new Map<string, number>();
  const keyOf = (policy: string, name: string): string => `${policy}/${name}`;
  return {
    hear(shares) {
      percents = new Map(shares.map(([policy, name, percent]) => [keyOf(policy, name), percent]));
    },
    // The primary does so when it makes a set active.
    sync() {},
    share: (policy, name) => percents.get(keyOf(policy, name)) ?? 0,
    sample: (policy, name, sample) => primary.tell('sampleRollout', policy, name, sample),
    status: () => view().rollouts,
    act: (policy, name, action) => primary.ask('actOnRollout', policy, name, action),
    close() {},
  };
}
