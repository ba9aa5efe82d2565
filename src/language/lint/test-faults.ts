/**
 * What is wrong with tests themselves, as `llmr test` would find it: names and values that their policy does not know,
 * tests that can never fail. Runs nothing, and is silent where other errors could be the reason.
 */
import type { Compilation } from '../compile.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { normalPath, resolvePath } from '../semantics/resolve-path.ts';
import type { ParsedFile } from '../syntax/syntax.ts';
import { bindFiles, isTestFile } from '../testing/bind/bind-files.ts';

/** `broken`: paths of files with errors. */
export function testFaults(
  { files, policies, claims, diagnostics }: Compilation,
  broken: ReadonlySet<string>,
): readonly Diagnostic[] {
  const brokenHere = new Set([...broken].map(normalPath));
  const isWhole = (file: ParsedFile): boolean => {
    const { testsFor } = file.ast;
    if (file.ast.recovered) return false;
    if (testsFor === undefined) return true;
    const path = resolvePath(file.source.path, testsFor.text);
    const tested = policies.find(({ policy }) => normalPath(policy.at.path) === path);
    return ![path, ...(tested?.dependencies ?? []).map(normalPath)].some((one) => brokenHere.has(one));
  };
  // What compiling has said of a place is not said again in other words.
  const told = new Set(diagnostics.map(placeOf));
  const whole = files.filter((file) => isTestFile(file) && isWhole(file));
  return bindFiles(whole, policies, claims).diagnostics.filter((fault) => !told.has(placeOf(fault)));
}

function placeOf({ at }: Diagnostic): string {
  return `${at.path}:${at.span.start}`;
}
