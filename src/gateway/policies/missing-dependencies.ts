/** Reports in the log what policies need and this installation lacks: provider keys, dialects, second looks. */
import { isUseLiteInstalled, USE_LITE_MISSING } from '../../meaning/use-lite.ts';
import type { ServingSet } from './serving-set.ts';

export function describeMissing(set: ServingSet): string[] {
  return [...absentDeployments(set), ...absentLooks(set)];
}

function absentDeployments(set: ServingSet): string[] {
  const lines = new Set<string>();
  for (const { policy, state, whyNoKey } of set.all) {
    for (const model of policy.models.values()) {
      for (const deployment of model.deployments) {
        const found = state(deployment.id);
        if (found !== 'no-key' && found !== 'not-callable') continue;
        const { speaks = '' } = policy.providers.get(deployment.provider) ?? {};
        const because =
          found === 'no-key'
            ? (whyNoKey(deployment.id) ?? 'its key is not set')
            : `its provider speaks ${speaks}, which is not callable yet`;
        lines.add(`${policy.name}: ${deployment.id} cannot be used: ${because}`);
      }
    }
  }
  return [...lines];
}

/** Policies with `second look` that this installation cannot provide. */
function absentLooks(set: ServingSet): string[] {
  if (isUseLiteInstalled()) return [];
  return set.all
    .filter(({ policy }) => policy.secondLookWithin !== undefined)
    .map(({ policy }) => `${policy.name}: intents are read without a second look: ${USE_LITE_MISSING}`);
}
