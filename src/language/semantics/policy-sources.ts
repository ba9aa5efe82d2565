/** The source texts of a policy, and one hash over them: the version that decisions report. Pure. */

import { libraryFile, takenFromLibrary } from '../library/library-files.ts';
import type { ParsedFile } from '../syntax/syntax.ts';
import { contentHash } from '../text/content-hash.ts';
import type { Source } from '../text/source.ts';
import { dataFilesOf } from './named-files.ts';
import { normalPath, relativePath, resolvePath } from './resolve-path.ts';

/**
 * The policy's file, every file it imports directly or through others, and the data files and intents of the library
 * that any of them names.
 */
export function dependenciesOf(
  policy: ParsedFile,
  files: readonly ParsedFile[],
  data: ReadonlyMap<string, Source>,
): Source[] {
  const byPath = new Map(files.map((file) => [normalPath(file.source.path), file]));
  const found = new Set<Source>([policy.source]);
  const queue = [policy];
  for (const file of queue) {
    for (const declaration of file.ast.declarations) {
      for (const intent of takenFromLibrary(declaration)) found.add(libraryFile(intent).source);
      for (const text of dataFilesOf(declaration)) {
        const source = data.get(resolvePath(file.source.path, text.text));
        if (source !== undefined) found.add(source);
      }
      if (declaration.kind !== 'import') continue;
      const imported = byPath.get(resolvePath(file.source.path, declaration.from.text));
      if (imported !== undefined && !found.has(imported.source)) {
        found.add(imported.source);
        queue.push(imported);
      }
    }
  }
  return [...found];
}

/** The same wherever the folder is: paths are hashed relative to the policy. 12 hex digits. */
export function hashOf(policy: ParsedFile, dependencies: readonly Source[]): string {
  const texts = dependencies
    .map((source) => [relativePath(policy.source.path, source.path), source.text])
    .sort(([a = ''], [b = '']) => (a < b ? -1 : a > b ? 1 : 0));
  return contentHash(JSON.stringify(texts)).slice(0, 12);
}
