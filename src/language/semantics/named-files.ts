/**
 * Which other files a file names: imports, tested policies, examples, schemas, tables, rule documents. Callers read these
 * files and call again until none is missing. What is a part of llmr is not a file. Pure: returns paths, opens nothing.
 */
import { isLibraryAddress } from '../library/library-address.ts';
import type * as Ast from '../syntax/ast.ts';
import type { ParsedFile } from '../syntax/syntax.ts';
import { resolvePath } from './resolve-path.ts';

/** Paths in the form of the naming file's own path, each once. */
export function namedFiles(files: readonly ParsedFile[]): string[] {
  const paths = new Set<string>();
  for (const { source, ast } of files) {
    const texts = [
      ...(ast.testsFor === undefined ? [] : [ast.testsFor]),
      ...ast.declarations.flatMap((declaration) => namedBy(declaration)),
    ];
    for (const text of texts)
      if (!isLibraryAddress(text.text)) paths.add(resolvePath(source.path, text.text));
  }
  return [...paths];
}

function namedBy(node: Ast.Declaration): readonly Ast.Text[] {
  switch (node.kind) {
    case 'import':
      return [node.from];
    default:
      return dataFilesOf(node);
  }
}

/** Data files of a declaration, without imports. */
export function dataFilesOf(node: Ast.Declaration): readonly Ast.Text[] {
  switch (node.kind) {
    case 'intent':
      return node.examplesFrom === undefined ? [] : [node.examplesFrom];
    case 'check':
      return node.rules.flatMap((rule) => (rule.kind === 'json-schema' ? [rule.file] : []));
    case 'quality':
      return node.promptFile === undefined ? [node.file] : [node.file, node.promptFile];
    case 'route':
    case 'property':
      return (node.when?.all ?? [])
        .flatMap((part) => (part.kind === 'any' ? part.alternatives.flat() : [part]))
        .flatMap(({ fact }) =>
          fact.words === 'rules' && fact.subject?.kind === 'text' ? [fact.subject] : [],
        );
    default:
      return [];
  }
}
