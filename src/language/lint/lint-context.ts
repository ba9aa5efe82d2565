/**
 * What every check can use in addition to its file or policy: the whole compilation and the date.
 * Only lookups that several rules need; no rule's own logic, and no message.
 */
import type { Compilation, CompiledPolicy } from '../compile.ts';
import type { Route } from '../semantics/model.ts';
import type { ParsedFile } from '../syntax/syntax.ts';
import { positionAt, type Source } from '../text/source.ts';
import type { Span } from '../text/span.ts';
import { type NearInGroup, nearInGroup } from './near-in-group.ts';
import { createPolicyProofs, isExpired, type PolicyProofs } from './policy-proofs.ts';

export interface LintContext {
  readonly compilation: Compilation;
  /** ISO `YYYY-MM-DD`: compared with `until` and `retires`. */
  readonly today: string;
  /** The parsed file at a path of the compilation. */
  fileAt(path: string): ParsedFile | undefined;
  /** Line from 1, or 0 where the path is not one of the compilation. */
  lineOf(path: string, span: Span): number;
  /** Policies that were compiled from this file, directly or by import. */
  policiesOf(path: string): readonly CompiledPolicy[];
  /** What can be proved of a policy: worked out when first asked for, and once. */
  proofsOf(compiled: CompiledPolicy): PolicyProofs;
  /** What lies nearest to each example of a group; undefined before its head is trained. Worked out once, as proofs are. */
  nearOf(compiled: CompiledPolicy, group: string): NearInGroup | undefined;
  /** The date is past the last day of the route: it has a finding of its own. */
  isExpired(route: Route): boolean;
}

export function lintContext(
  compilation: Compilation,
  sources: readonly Source[],
  today: string,
  steps?: number,
): LintContext {
  const files = new Map(compilation.files.map((file) => [file.source.path, file]));
  const proofs = new Map<CompiledPolicy, PolicyProofs>();
  const near = new Map<CompiledPolicy, Map<string, NearInGroup>>();
  const texts = new Map(sources.map((source) => [source.path, source]));
  return {
    compilation,
    today,
    fileAt: (path) => files.get(path),
    lineOf: (path, span) => {
      const source = texts.get(path);
      return source === undefined ? 0 : positionAt(source, span.start).line;
    },
    policiesOf: (path) => compilation.policies.filter((compiled) => compiled.dependencies.includes(path)),
    proofsOf: (compiled) => {
      const made = proofs.get(compiled) ?? createPolicyProofs(compiled.policy, today, steps);
      proofs.set(compiled, made);
      return made;
    },
    nearOf(compiled, name) {
      const head = compiled.heads.get(name);
      const group = compiled.policy.intentGroups.get(name);
      if (head === undefined || group === undefined) return undefined;
      const ofPolicy = near.get(compiled) ?? new Map<string, NearInGroup>();
      near.set(compiled, ofPolicy);
      const made = ofPolicy.get(name) ?? nearInGroup(group, head);
      ofPolicy.set(name, made);
      return made;
    },
    isExpired: (route) => isExpired(route, today),
  };
}
