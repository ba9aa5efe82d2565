/** A draft compiled as the commands compile a folder; undefined where it has errors. */
import { type Compilation, compile } from '../../../src/language/compile.ts';
import { createSource, type Source } from '../../../src/language/text/source.ts';
import { type Draft, fileText } from './draft.ts';

export function sourcesOf(draft: Draft): Source[] {
  return [
    ...[...draft.files].map(([path, pieces]) => createSource(path, fileText(pieces))),
    ...[...draft.data].map(([path, text]) => createSource(path, text)),
  ];
}

/** Says why where it is wrong. */
export function compiled(draft: Draft): Compilation | string {
  const compilation = compile(sourcesOf(draft), new Map());
  const wrong = compilation.diagnostics.filter(({ severity }) => severity === 'error');
  if (wrong.length > 0) return wrong.map(({ at, message }) => `${at.path}: ${message}`).join('\n');
  return compilation;
}
