/**
 * Which policy of a set a command is about: by the model name that a client would request, as the service chooses.
 */
import type { CompiledPolicy } from '../../language/compile.ts';
import type { DecisionGraph } from '../../language/graph/decision-graph.ts';

export type CompiledGraph = CompiledPolicy & { readonly graph: DecisionGraph };

/** Without a name: the only policy, or the one that serves "auto". A string is an error message. */
export function choosePolicy<P extends CompiledPolicy>(
  policies: readonly P[],
  model: string | undefined,
): P | string {
  const serving = (name: string): P | undefined =>
    policies.find(({ policy }) => policy.serves.includes(name));
  const names = policies.flatMap(({ policy }) => policy.serves).join(', ');
  const [only] = policies;
  if (only === undefined) return 'none of these files contains a policy';
  if (model !== undefined)
    return serving(model) ?? serving('*') ?? `no policy serves "${model}"; they serve ${names}`;
  if (policies.length === 1) return only;
  return serving('auto') ?? `there are ${policies.length} policies, which serve ${names}`;
}

export function hasGraph<P extends CompiledPolicy>(compiled: P): compiled is P & CompiledGraph {
  return compiled.graph !== undefined;
}
