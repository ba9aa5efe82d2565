/** What policies ask for and this installation does not have, in words for the log: keys of providers, second looks. */
import { isUseLiteInstalled, USE_LITE_MISSING } from '../meaning/use-lite.ts';
import type { Variable } from './config.ts';
import type { ServingSet } from './service.ts';

export function tellAbsent(set: ServingSet, environment: (name: string) => Variable): string[] {
  return [...absentKeys(set, environment), ...absentLooks(set)];
}

function absentKeys(set: ServingSet, environment: (name: string) => Variable): string[] {
  const lines = new Set<string>();
  for (const { policy, state } of set.all) {
    for (const model of policy.models.values()) {
      for (const deployment of model.deployments) {
        if (state(deployment.id) !== 'no-key') continue;
        const name = policy.providers.get(deployment.provider)?.keyVariable;
        const variable = name === undefined ? undefined : environment(name);
        const because =
          variable === undefined || variable.kind === 'value'
            ? 'its provider cannot be called'
            : variable.because;
        lines.add(`${policy.name}: ${deployment.id} is no candidate: ${because}`);
      }
    }
  }
  return [...lines];
}

/** Policies that ask for a second look which this installation cannot take. */
function absentLooks(set: ServingSet): string[] {
  if (isUseLiteInstalled()) return [];
  return set.all
    .filter(({ policy }) => policy.secondLookWithin !== undefined)
    .map(({ policy }) => `${policy.name}: the first look at every intent stands: ${USE_LITE_MISSING}`);
}
