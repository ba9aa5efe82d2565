/**
 * Imports: enters names of other files' own declarations into a file's scope. An import brings a name, never the
 * names its declaration uses, and is not passed on; files may import each other in a cycle. Must not know the content
 * of a declaration.
 */

import { onlyNearest } from '../diagnostics/suggest.ts';
import { isLibraryAddress } from '../library/library-address.ts';
import type * as Ast from '../syntax/ast.ts';
import type { ParsedFile } from '../syntax/syntax.ts';
import { enter } from './declare.ts';
import { linkLibrary } from './library-imports.ts';
import { label, languageError, listed, type Report, replacement, unknownName } from './report.ts';
import { normalPath, relativePath, resolvePath } from './resolve-path.ts';
import { type DataFiles, type Entry, groupsOf, NAMESPACE_KEYS, type NamedNode, type Scope } from './scope.ts';

/** A file's own declarations, before any import is entered. */
export interface Exports {
  readonly file: ParsedFile;
  readonly names: ReadonlyMap<string, readonly Entry[]>;
  readonly tiers: Entry<Ast.Tiers> | undefined;
}

export function exportsOf(scope: Scope): Exports {
  const names = new Map<string, Entry[]>();
  const add = (name: string, entry: Entry): void => {
    names.set(name, [...(names.get(name) ?? []), entry]);
  };
  for (const namespace of NAMESPACE_KEYS) {
    for (const [name, entry] of scope.names[namespace] as Map<string, Entry>) add(name, entry);
  }
  for (const [group, intents] of groupsOf(scope)) {
    for (const intent of intents) if (intent.node.name.text !== group) add(group, intent);
  }
  return { file: scope.file, names, tiers: scope.tiers };
}

export function linkImports(
  scope: Scope,
  exportsByPath: ReadonlyMap<string, Exports>,
  data: DataFiles,
  report: Report,
): void {
  for (const declaration of scope.file.ast.declarations) {
    if (declaration.kind === 'import') linkImport(scope, declaration, exportsByPath, data, report);
  }
}

function linkImport(
  scope: Scope,
  node: Ast.Import,
  exportsByPath: ReadonlyMap<string, Exports>,
  data: DataFiles,
  report: Report,
): void {
  const { file } = scope;
  if (isLibraryAddress(node.from.text)) {
    linkLibrary(scope, node, report);
    return;
  }
  const from = exportsByPath.get(resolvePath(file.source.path, node.from.text));
  if (from === undefined) {
    for (const name of node.names) scope.broken.add(name.text);
    report(
      missingFile(
        file,
        node.from,
        [...exportsByPath.values()].map((other) => other.file.source.path),
        data,
      ),
    );
    return;
  }
  if (from.file === file) {
    report(
      languageError(file, node.from.span, 'L1403', 'a file cannot import from itself', {
        because: 'its own declarations can be used without an import',
        help: 'delete this import',
      }),
    );
    return;
  }
  for (const name of node.names) linkName(scope, node, name, from, report);
}

function linkName(scope: Scope, node: Ast.Import, name: Ast.Name, from: Exports, report: Report): void {
  if (name.text === 'tier' && from.tiers !== undefined && node.intents !== true) {
    linkTiers(scope, name, from.tiers, report);
    return;
  }
  const declared = from.names.get(name.text);
  const found = node.intents === true ? declared?.filter((entry) => entry.node.kind === 'intent') : declared;
  if (declared !== undefined && found?.length === 0) {
    scope.broken.add(name.text);
    report(notAnIntent(scope.file, node, name, declared));
    return;
  }
  if (found !== undefined) {
    for (const entry of found) enter(scope, entry as Entry<NamedNode>, name.span, 'L1202', report);
    return;
  }
  scope.broken.add(name.text);
  // The intended name is one of these: using it is not a second mistake.
  for (const other of from.names.keys()) scope.broken.add(other);
  if (from.tiers !== undefined) scope.broken.add('tier');
  // The declarations of a file with syntax errors are not known: its own messages come first.
  if (from.file.ast.recovered) return;
  const valid = [...from.names.keys(), ...(from.tiers === undefined ? [] : ['tier'])];
  const path = from.file.source.path;
  const passedOn = importOf(from.file, name.text);
  const near = onlyNearest(name.text, valid);
  report(
    languageError(
      scope.file,
      name.span,
      'L1103',
      `${node.from.text} does not declare \`${name.text}\`${near === undefined ? '' : `; did you mean \`${near}\`?`}`,
      {
        because: passedOn
          ? `${path} imports \`${name.text}\` itself, and imports are not passed on`
          : valid.length === 0
            ? `${path} declares nothing that can be imported`
            : `it declares ${listed(valid)}`,
        ...(passedOn
          ? { help: `import it from "${relativeName(scope.file, resolvePath(path, passedOn.from.text))}"` }
          : {}),
        ...(near === undefined
          ? {}
          : { help: `write \`${near}\``, fix: replacement(scope.file, name.span, near) }),
        ...(near === undefined && !passedOn ? { help: 'import one of these, or declare it there' } : {}),
      },
    ),
  );
}

function notAnIntent(file: ParsedFile, node: Ast.Import, name: Ast.Name, declared: readonly Entry[]) {
  const { kind } = declared[0]?.node ?? { kind: 'name' };
  const at = declared[0]?.at;
  return languageError(file, name.span, 'L1309', `\`${name.text}\` is not an intent but a ${kind}`, {
    because: '`import intent` imports only intents',
    help: `write \`import ${name.text} from "${node.from.text}"\``,
    ...(at === undefined ? {} : { labels: [label(at, `the ${kind}`)] }),
  });
}

function linkTiers(scope: Scope, name: Ast.Name, tiers: Entry<Ast.Tiers>, report: Report): void {
  if (tiers.file.ast.recovered) scope.broken.add('tier');
  if (scope.tiers === undefined) {
    scope.tiers = tiers;
    return;
  }
  scope.broken.add('tier');
  const { at } = scope.tiers;
  report(
    languageError(
      scope.file,
      name.span,
      'L1202',
      `the order of tiers is already declared (${at.path}:${at.line})`,
      {
        because: 'tiers have one order, from least to most',
        help: 'delete one of the two',
        labels: [label(at, 'the first order')],
      },
    ),
  );
}

function importOf(file: ParsedFile, name: string): Ast.Import | undefined {
  return file.ast.declarations.find(
    (declaration): declaration is Ast.Import =>
      declaration.kind === 'import' && declaration.names.some((imported) => imported.text === name),
  );
}

/** `./models.route` for a file in the same folder as the one that names it. */
export function relativeName(file: ParsedFile, path: string): string {
  const relative = relativePath(file.source.path, path);
  return relative.startsWith('../') ? relative : `./${relative}`;
}

/** "there is no file …", with the nearest of the files that were read. */
export function missingFile(file: ParsedFile, written: Ast.Text, others: readonly string[], data: DataFiles) {
  const ownPath = normalPath(file.source.path);
  const valid = [...others.map(normalPath), ...data.keys()]
    .filter((path, index, all) => path !== ownPath && all.indexOf(path) === index)
    .map((path) => relativeName(file, path));
  const same = valid.find((path) => path === written.text || path === `./${written.text}`);
  // The same path, read as data where a policy is meant or the other way round, does not help.
  const near = same === undefined ? onlyNearest(written.text, valid) : undefined;
  const base = unknownName(
    file,
    written.span,
    'L1104',
    { kind: 'file', many: 'files', name: written.text },
    valid,
  );
  return {
    ...base,
    because: `paths are relative to ${file.source.path}`,
    help: near === undefined ? 'correct the path, or add the file' : `did you mean "${near}"?`,
    message: `there is no file \`${written.text}\``,
    ...(near === undefined ? {} : { fix: replacement(file, written.span, JSON.stringify(near)) }),
  };
}
