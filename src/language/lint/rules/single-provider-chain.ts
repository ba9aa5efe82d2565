// A chain whose every hop is asked of one provider: the outage it was written for takes all of it. Behind a door to
// many vendors (`"openai/gpt-4o" on openrouter`) the vendor counts as well: overload and limits are the vendor's.

import { modelsUnder } from '../../planning/targets-under.ts';
import type { Chain, Policy } from '../../semantics/model.ts';
import { defineRule } from '../rule.ts';

export const singleProviderChain = defineRule({
  id: 'single-provider-chain',
  severity: 'warning',
  category: 'resilience',
  summary: 'All steps of a chain use the same provider.',
  messages: {
    single: (data: { chain: string; provider: string }) => ({
      message: `every step of "${data.chain}" is asked of ${data.provider}`,
      because: 'when that provider is down, the fallbacks are down with it',
      help: 'end the chain with a model of another provider',
    }),
  },
  policy({ policy }, report) {
    for (const target of policy.targets.values()) {
      if (target.kind !== 'chain' || target.steps.length < 2) continue;
      const providers = providersOf(policy, target);
      const only = [...providers][0];
      if (providers.size === 1 && only !== undefined) {
        report('single', target.at, { chain: target.name, provider: only });
      }
    }
  },
});

function providersOf(policy: Policy, chain: Chain): ReadonlySet<string> {
  const doors = new Set<string>();
  for (const model of modelsUnder(policy, chain.name)) {
    for (const { provider, upstreamId } of policy.models.get(model)?.deployments ?? []) {
      const vendor = /^([^/]+)\/./.exec(upstreamId)?.[1];
      doors.add(vendor === undefined ? `"${provider}"` : `"${provider}" (${vendor})`);
    }
  }
  return doors;
}
