/**
 * Binds every test of every test file to the policy that the file names. Must not know how tests are run.
 */
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { normalPath, resolvePath } from '../../semantics/resolve-path.ts';
import type { ParsedFile } from '../../syntax/syntax.ts';
import type { Conditions } from './bind-property.ts';
import { type Bound, bindTests, noPolicy } from './bind-tests.ts';
import type { TestedPolicy } from './tested-policy.ts';

export interface BoundFiles {
  /** File by file, in reading order. */
  readonly bound: readonly { readonly tested: TestedPolicy; readonly test: Bound }[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Every test of every file with the policy it is for. */
export function bindFiles(
  files: readonly ParsedFile[],
  policies: readonly TestedPolicy[],
  claims: Conditions = new Map(),
): BoundFiles {
  const bound: { tested: TestedPolicy; test: Bound }[] = [];
  const diagnostics: Diagnostic[] = [];
  const byPath = new Map(policies.map((tested) => [normalPath(tested.policy.at.path), tested]));
  for (const file of files) {
    if (!isTestFile(file)) continue;
    if (file.ast.recovered) {
      diagnostics.push(...file.diagnostics);
      continue;
    }
    const { testsFor } = file.ast;
    const tested = testsFor && byPath.get(resolvePath(file.source.path, testsFor.text));
    if (!tested) {
      const paths = policies.map((each) => each.policy.at.path);
      diagnostics.push(noPolicy(file, paths));
      continue;
    }
    for (const test of bindTests(file, tested.policy, claims)) {
      diagnostics.push(...test.faults);
      bound.push({ tested, test });
    }
  }
  return { bound, diagnostics: distinct(diagnostics) };
}

export function isTestFile(file: ParsedFile): boolean {
  return file.ast.testsFor !== undefined || file.source.path.endsWith('.test.route');
}

/** A fault in a table's common givens is reported once. */
function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ at, message }) => {
    const key = `${at.path}:${at.span.start}:${message}`;
    return !seen.has(key) && seen.add(key);
  });
}
