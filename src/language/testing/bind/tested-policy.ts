/** A compiled policy as far as tests need it, and the context for binding one test file. Knows no compiler. */
import type { DecisionGraph } from '../../graph/decision-graph.ts';
import type { Head } from '../../heads/head.ts';
import type { VectorOf } from '../../heads/read-with-vectors.ts';
import { declaredBy } from '../../semantics/declared-by.ts';
import type { Policy } from '../../semantics/model.ts';
import type { Report } from '../../semantics/report.ts';
import type { ParsedFile } from '../../syntax/syntax.ts';
import type { Declared } from '../../vocabulary/facts.ts';

export interface TestedPolicy {
  readonly policy: Policy;
  /** Absent while the policy has errors: then it cannot be tested. */
  readonly graph?: DecisionGraph;
  /** By intent group. */
  readonly heads: ReadonlyMap<string, Head>;
  /** For heads whose encoder reads whole texts, and for second looks. */
  readonly vectorOf?: VectorOf;
}

export interface Binding {
  readonly file: ParsedFile;
  readonly policy: Policy;
  readonly declared: Declared;
  readonly report: Report;
}

export function bindingOf(file: ParsedFile, policy: Policy, report: Report): Binding {
  return { file, policy, declared: declaredBy(policy), report };
}

/** Names a test may look for in a policy. */
export function routeNames(policy: Policy): readonly string[] {
  return [...policy.routes, ...(policy.otherwise ? [policy.otherwise] : [])].map((route) => route.name);
}
