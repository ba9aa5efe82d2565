// What a policy file declares or imports and never uses. Libraries are left alone: others import from them.
import type { CompiledPolicy } from '../../compile.ts';
import { isLibraryAddress } from '../../library/library-address.ts';
import { resolvePath } from '../../semantics/resolve-path.ts';
import type { Declaration, Import, Name } from '../../syntax/ast.ts';
import type { ParsedFile } from '../../syntax/syntax.ts';
import { deletionFromImport, deletionOf } from '../deletions.ts';
import type { LintContext } from '../lint-context.ts';
import { namesThatDecide } from '../names-that-decide.ts';
import { namesUsedIn } from '../names-used.ts';
import { defineRule } from '../rule.ts';

/** Budgets and limits hold without being named; tiers order what keys say. */
const MUST_BE_USED = new Set<Declaration['kind']>([
  'provider',
  'model',
  'intent',
  'chain',
  'pool',
  'split',
  'rollout',
  'transform',
  'check',
  'predicate',
]);

export const unusedDeclaration = defineRule({
  id: 'unused-declaration',
  severity: 'warning',
  category: 'hygiene',
  summary: 'A policy declares or imports something that it does not use.',
  messages: {
    declared: (data: { kind: string; name: string }) => ({
      message: `${data.kind} "${data.name}" is not used`,
      because: 'no route, target or test of this policy names it',
      help: 'use it, or delete it',
    }),
    imported: (data: { name: string; from: string }) => ({
      message: `"${data.name}" is imported and not used`,
      because: `no route, target or test of this policy names it${isLibraryAddress(data.from) ? '' : `; it is still declared in ${data.from}`}`,
      help: 'delete it from the import',
    }),
  },
  policy(compiled, report, context) {
    const file = context.fileAt(compiled.policy.at.path);
    if (file === undefined) return;
    const path = file.source.path;
    const used = new Set([
      ...namesUsedFor(file, context),
      ...namesThatDecide(compiled.policy, testsOf(file, context)),
    ]);
    for (const declaration of file.ast.declarations) {
      if (declaration.kind === 'import') {
        const unused = declaration.names.filter(
          (name) => !used.has(name.text) && !worksUnnamed(compiled, name),
        );
        for (const name of unused) {
          const edit =
            unused.length === declaration.names.length
              ? deletionOf(file, declaration.span)
              : deletionFromImport(declaration, name);
          const data = { name: name.text, from: declaration.from.text };
          const fix = { title: fixTitle(declaration, unused), edits: [{ ...edit, path }] };
          report('imported', { path, span: name.span }, data, { fix });
        }
      } else if (
        MUST_BE_USED.has(declaration.kind) &&
        'name' in declaration &&
        !used.has(declaration.name.text)
      ) {
        const { kind, name } = declaration;
        const fix = {
          title: `delete ${kind} "${name.text}"`,
          edits: [{ ...deletionOf(file, declaration.span), path }],
        };
        report('declared', { path, span: name.span }, { kind, name: name.text }, { fix });
      }
    }
  },
});

function fixTitle(declaration: Import, unused: readonly Name[]): string {
  return unused.length === declaration.names.length ? 'delete the import' : 'delete it from the import';
}

/** Names used in the file itself, in the test files for it, and those another file imports from it. */
function namesUsedFor(file: ParsedFile, context: LintContext): ReadonlySet<string> {
  const used = new Set([file, ...testsOf(file, context)].flatMap(({ ast }) => [...namesUsedIn(ast)]));
  const path = file.source.path;
  for (const other of context.compilation.files) {
    if (other === file) continue;
    const from = other.source.path;
    for (const declaration of other.ast.declarations) {
      if (declaration.kind !== 'import' || resolvePath(from, declaration.from.text) !== path) continue;
      for (const name of declaration.names) used.add(name.text);
    }
  }
  return used;
}

function testsOf(file: ParsedFile, { compilation }: LintContext): readonly ParsedFile[] {
  return compilation.files.filter(({ source, ast }) => {
    return ast.testsFor !== undefined && resolvePath(source.path, ast.testsFor.text) === file.source.path;
  });
}

function worksUnnamed({ policy }: CompiledPolicy, name: Name): boolean {
  return name.text === 'tier' || policy.budgets.has(name.text) || policy.limits.has(name.text);
}
