/**
 * Types, units and the rules between clauses: bound policy set → typed policies. What binding has reported is not
 * said again. Must not know graphs or analyses.
 */
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { ParsedFile } from '../syntax/syntax.ts';
import { speaksOfLostNames } from './bind.ts';
import { checkWhen } from './check-condition.ts';
import { checkDeclarations } from './check-declarations.ts';
import { checkPolicy } from './check-policy.ts';
import { checkServedNames } from './check-served-names.ts';
import { createContext } from './context.ts';
import { checkCycles } from './fallback-cycles.ts';
import type { Policy } from './model.ts';
import type { Report } from './report.ts';
import type { Bound, Scope } from './scope.ts';

export interface CheckedPolicy {
  readonly file: ParsedFile;
  /** Whole only if no file it depends on has errors. */
  readonly policy: Policy;
}

export interface Checked {
  readonly policies: readonly CheckedPolicy[];
  readonly diagnostics: readonly Diagnostic[];
}

export function check(bound: Bound): Checked {
  const diagnostics: Diagnostic[] = [];
  const report: Report = (diagnostic) => void diagnostics.push(diagnostic);
  const parts = checkDeclarations(bound, report);
  checkCycles(bound, report);
  const policies: CheckedPolicy[] = [];
  for (const [file, scope] of bound.scopes) {
    const { header } = file.ast;
    if (header !== undefined)
      policies.push({ file, policy: checkPolicy(bound, scope, header, parts, report) });
    else if (!speaksOfLostNames(file, bound.scopes.keys())) checkClaims(bound, scope, report);
  }
  checkServedNames([...bound.scopes.keys()], report);
  return { policies, diagnostics };
}

/** The conditions of `never` and `always`. */
function checkClaims(bound: Bound, scope: Scope, report: Report): void {
  const context = { ...createContext(bound, scope, report), facts: new Map(), salt: '' };
  for (const node of scope.file.ast.declarations) {
    if (node.kind === 'property') checkWhen(context, node.when);
  }
}
