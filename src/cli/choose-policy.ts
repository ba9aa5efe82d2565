/** Which policy of a set a command is about: by the model name a client would ask for, as the service chooses. */
import type { CompiledPolicy } from '../language/compile.ts';
import type { DecisionGraph } from '../language/graph/decision-graph.ts';

export type CompiledGraph = CompiledPolicy & { readonly graph: DecisionGraph };

/** Without a name: the only policy, or the one that serves "auto". A text is what was wrong. */
export function choosePolicy<P extends CompiledPolicy>(
  policies: readonly P[],
  model: string | undefined,
): P | string {
  const serving = (name: string): P | undefined =>
    policies.find(({ policy }) => policy.serves.includes(name));
  const names = policies.flatMap(({ policy }) => policy.serves).join(', ');
  const [only] = policies;
  if (only === undefined) return 'no policy is among these files';
  if (model !== undefined)
    return serving(model) ?? serving('*') ?? `no policy serves "${model}"; they serve ${names}`;
  if (policies.length === 1) return only;
  return serving('auto') ?? `there are ${policies.length} policies, which serve ${names}`;
}

export function hasGraph<P extends CompiledPolicy>(compiled: P): compiled is P & CompiledGraph {
  return compiled.graph !== undefined;
}
