/** The policy that serves a requested model, or the error that names those that are served. */
import type { PolicyRuntime } from '../policies/policy-runtime.ts';
import type { ServingSet } from '../policies/serving-set.ts';
import { ApiError } from './api-error.ts';

/** @throws ApiError 404 with the names that are served, 503 while no policy is loaded */
export function findServing(set: ServingSet | undefined, model: string): PolicyRuntime {
  if (set === undefined || set.all.length === 0) {
    throw new ApiError(503, 'no_policy', 'No policy is loaded; see /readyz and the log.');
  }
  const serving = set.find(model);
  if (serving !== undefined) return serving;
  const names = set.names.slice(0, 20).map((name) => `"${name}"`);
  const served = `Served: ${names.join(', ')}${set.names.length > 20 ? ', …' : ''}.`;
  throw new ApiError(
    404,
    'model_not_found',
    `No policy serves the model "${model.slice(0, 100)}". ${served}`,
    { param: 'model', explain: `No policy serves the requested model. ${served}` },
  );
}
