/**
 * Types, units and the rules between clauses: bound policy set → typed policies. Faults reported by binding are not
 * reported again. Must not know graphs or analyses.
 */
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type * as Ast from '../syntax/ast.ts';
import type { ParsedFile } from '../syntax/syntax.ts';
import type { FactSpec } from '../vocabulary/value-set.ts';
import { speaksOfLostNames } from './bind.ts';
import { checkWhen } from './check-condition.ts';
import { checkDeclarations } from './check-declarations.ts';
import { checkPolicy } from './check-policy.ts';
import { checkServedNames } from './check-served-names.ts';
import { createContext } from './context.ts';
import { checkCycles } from './fallback-cycles.ts';
import type { Guard, Policy } from './model.ts';
import type { Report } from './report.ts';
import { normalPath, resolvePath } from './resolve-path.ts';
import { policySalt } from './salts.ts';
import type { Bound, Scope } from './scope.ts';
import { checkTargetSizes } from './target-sizes.ts';

export interface CheckedPolicy {
  readonly file: ParsedFile;
  /** Whole only if no file it depends on has errors. */
  readonly policy: Policy;
}

/** The condition of a `never` or `always`; an empty guard: every request. */
export interface CheckedWhen {
  readonly when: Guard;
  /** Facts of the guard by id. */
  readonly facts: ReadonlyMap<string, FactSpec>;
}

export interface Checked {
  readonly policies: readonly CheckedPolicy[];
  /** By property; without those of files whose policy is missing. */
  readonly claims: ReadonlyMap<Ast.Property, CheckedWhen>;
  readonly diagnostics: readonly Diagnostic[];
}

export function check(bound: Bound): Checked {
  const diagnostics: Diagnostic[] = [];
  const report: Report = (diagnostic) => void diagnostics.push(diagnostic);
  const parts = checkDeclarations(bound, report);
  checkCycles(bound, report);
  checkTargetSizes(bound, report);
  const policies: CheckedPolicy[] = [];
  const claims = new Map<Ast.Property, CheckedWhen>();
  for (const [file, scope] of bound.scopes) {
    const { header } = file.ast;
    if (header !== undefined)
      policies.push({ file, policy: checkPolicy(bound, scope, header, parts, report) });
    else if (!speaksOfLostNames(file, bound.scopes.keys())) checkClaims(bound, scope, report, claims);
  }
  checkServedNames([...bound.scopes.keys()], report);
  return { policies, claims, diagnostics };
}

/** The conditions of `never` and `always`; shares are salted as in the policy, so that they are the same fact. */
function checkClaims(
  bound: Bound,
  scope: Scope,
  report: Report,
  claims: Map<Ast.Property, CheckedWhen>,
): void {
  const { source, ast } = scope.file;
  const path = ast.testsFor === undefined ? undefined : resolvePath(source.path, ast.testsFor.text);
  const tested = [...bound.scopes.keys()].find((file) => normalPath(file.source.path) === path);
  const salt = policySalt(tested?.ast.header);
  for (const node of ast.declarations) {
    if (node.kind !== 'property') continue;
    const facts = new Map<string, FactSpec>();
    const when = checkWhen({ ...createContext(bound, scope, report), facts, salt }, node.when);
    claims.set(node, { when, facts });
  }
}
