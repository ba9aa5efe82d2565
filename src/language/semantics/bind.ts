/**
 * Names to declarations: AST → bound policy set. Own declarations, then imports, then every reference; broken input
 * is tolerated, and faults that an earlier message explains are not reported again. Must not know units or domains.
 */
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { isLibraryAddress } from '../library/library-address.ts';
import type * as Ast from '../syntax/ast.ts';
import type { ParsedFile } from '../syntax/syntax.ts';
import { declareFile, isInPlace } from './declare.ts';
import { exportsOf, linkImports, missingFile } from './imports.ts';
import { checkLibraryExamples } from './library-imports.ts';
import { createLookup, type Lookup, type References } from './references.ts';
import { languageError, unknownName } from './report.ts';
import { normalPath, resolvePath } from './resolve-path.ts';
import { type Bound, type DataFiles, type Entry, emptyScope, type Scope } from './scope.ts';

/** `library`: the files of intents that the policies take from the standard library. */
export function bind(
  files: readonly ParsedFile[],
  data: DataFiles,
  library: readonly ParsedFile[] = [],
): Bound {
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic);
  const scopes = new Map<ParsedFile, Scope>(files.map((file) => [file, declareFile(file, report)]));
  const exportsByPath = new Map(
    [...scopes].map(([file, scope]) => [normalPath(file.source.path), exportsOf(scope)]),
  );
  for (const scope of scopes.values()) linkImports(scope, exportsByPath, data, report);
  for (const file of scopes.keys()) {
    if (file.ast.testsFor !== undefined) scopes.set(file, testScope(file, file.ast.testsFor, scopes, report));
  }
  const found = new Map<Ast.Name | Ast.Text, Entry>();
  const references: References = { found, exportsByPath, data, report };
  for (const [file, scope] of scopes) {
    if (!speaksOfLostNames(file, scopes.keys())) bindFile(file, scope, references);
  }
  for (const file of library) scopes.set(file, declareFile(file, report));
  return { scopes, references: found, data, diagnostics };
}

/** A test file uses the names of the policy it tests. */
function testScope(
  file: ParsedFile,
  testsFor: Ast.Text,
  scopes: ReadonlyMap<ParsedFile, Scope>,
  report: References['report'],
): Scope {
  const path = resolvePath(file.source.path, testsFor.text);
  const policies = [...scopes.keys()].filter((other) => other.ast.header !== undefined);
  const tested = [...scopes.keys()].find((other) => normalPath(other.source.path) === path);
  if (tested === undefined) {
    report(
      missingFile(
        file,
        testsFor,
        policies.map((other) => other.source.path),
        new Map(),
      ),
    );
  } else if (tested.ast.header === undefined && !tested.ast.recovered) {
    report(
      languageError(file, testsFor.span, 'L1309', `${testsFor.text} is not a policy`, {
        because: 'a file without a policy header routes no requests',
        help: 'name the file that begins with `policy NAME edition 1`',
      }),
    );
  }
  const scope = tested === undefined ? undefined : scopes.get(tested);
  return { ...(scope ?? emptyScope(file)), file };
}

/** A test whose policy is missing or has syntax errors: its names may be right. */
export function speaksOfLostNames(file: ParsedFile, files: Iterable<ParsedFile>): boolean {
  if (file.ast.testsFor === undefined) return false;
  const path = resolvePath(file.source.path, file.ast.testsFor.text);
  const tested = [...files].find((other) => normalPath(other.source.path) === path);
  return tested === undefined || tested.ast.recovered;
}

function bindFile(file: ParsedFile, scope: Scope, references: References): void {
  const lookup = createLookup(scope, references);
  for (const declaration of file.ast.declarations) {
    if (isInPlace(file, declaration)) bindDeclaration(declaration, scope, lookup, references);
  }
}

function bindDeclaration(node: Ast.Declaration, scope: Scope, lookup: Lookup, references: References): void {
  const target = (name: Ast.Name): void => void lookup.find('targets', name);
  switch (node.kind) {
    case 'model':
      for (const deployment of node.deployments) lookup.find('providers', deployment.provider);
      break;
    case 'intent':
      if (node.examplesFrom !== undefined) bindExamples(node, node.examplesFrom, scope, lookup, references);
      break;
    case 'chain':
      for (const step of node.steps) target(step.target);
      break;
    case 'pool':
      node.targets.forEach(target);
      break;
    case 'split':
      for (const arm of node.arms) target(arm.target);
      break;
    case 'rollout':
      for (const name of [node.from, node.to]) if (name !== undefined) target(name);
      break;
    case 'check':
      for (const rule of node.rules) if (rule.kind === 'json-schema') lookup.dataFile(rule.file);
      break;
    case 'quality':
      lookup.dataFile(node.file);
      if (node.promptFile !== undefined) lookup.dataFile(node.promptFile);
      break;
    case 'route':
      bindWhen(node.when, lookup);
      bindAction(node.action, lookup);
      break;
    case 'otherwise':
      bindAction(node.action, lookup);
      break;
    case 'property':
      bindWhen(node.when, lookup);
      for (const claim of node.claims) bindClaim(claim, scope, lookup, references);
      break;
    case 'acceptance':
      for (const share of node.shares) target(share.name);
      break;
    case 'import':
    case 'provider':
    case 'tiers':
    case 'budget':
    case 'limit':
    case 'transform':
    case 'predicate':
    case 'test':
    case 'cases':
      break;
  }
}

function bindExamples(
  node: Ast.Intent,
  from: Ast.Text,
  scope: Scope,
  lookup: Lookup,
  { report }: References,
): void {
  if (isLibraryAddress(from.text)) checkLibraryExamples(scope.file, node, from, report);
  else lookup.dataFile(from);
}

function bindAction(action: Ast.Action, lookup: Lookup): void {
  for (const use of [...(action.use === undefined ? [] : [action.use]), ...action.canaries]) {
    const targets = use.target.kind === 'name' ? [use.target] : use.target.targets;
    for (const name of targets) lookup.find('targets', name);
    for (const name of use.transforms) lookup.find('transforms', name);
  }
  for (const mirror of action.mirrors) lookup.find('targets', mirror.model);
  for (const name of action.expects) lookup.find('checks', name);
}

function bindWhen(when: Ast.When | undefined, lookup: Lookup): void {
  for (const part of when?.all ?? []) {
    const conditions = part.kind === 'any' ? part.alternatives.flat() : [part];
    for (const condition of conditions) lookup.fact(condition.fact, condition.test);
  }
}

function bindClaim(claim: Ast.Claim, scope: Scope, lookup: Lookup, references: References): void {
  if (claim.what === 'model in') for (const name of claim.names) lookup.find('targets', name);
  if (claim.what !== 'route in') return;
  const { source, ast } = scope.file;
  const path = ast.testsFor === undefined ? source.path : resolvePath(source.path, ast.testsFor.text);
  const policy = references.exportsByPath.get(normalPath(path))?.file;
  const routes = (policy?.ast.declarations ?? []).filter((node) => node.kind === 'route');
  const valid = [...routes.map((route) => route.name.text), 'otherwise'];
  for (const name of claim.names) {
    if (!valid.includes(name.text)) {
      references.report(
        unknownName(
          scope.file,
          name.span,
          'L1102',
          { kind: 'route', many: 'routes', name: name.text },
          valid,
        ),
      );
    }
  }
}
