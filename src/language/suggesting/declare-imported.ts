// Turns an import from the standard library into a declaration, so that examples can be added to the intent:
// `import intent a, b from "llmr:intents"` becomes `import intent b …` and `intent a { examples from "llmr:intents/a" }`
// with the new lines. Must not know: where the examples are from, files on disk.

import { INTENTS_LIBRARY, isLibraryAddress, readLibraryAddress } from '../library/library-address.ts';
import type * as Ast from '../syntax/ast.ts';
import type { ParsedFile } from '../syntax/syntax.ts';
import type { TextEdit } from '../text/span.ts';

/** `lines`: by intent, each of them indented and after a line break. None for intents that the file does not import. */
export function declareImported(file: ParsedFile, lines: ReadonlyMap<string, string>): readonly TextEdit[] {
  const imports = file.ast.declarations.filter((node) => node.kind === 'import');
  const last = imports.at(-1);
  const blocks: string[] = [];
  const edits: TextEdit[] = [];
  for (const node of imports) {
    if (!isLibraryAddress(node.from.text)) continue;
    const declared = node.names.filter(({ text }) => lines.has(text));
    if (declared.length === 0) continue;
    blocks.push(...declared.map(({ text }) => blockOf(node, text, lines.get(text) ?? '')));
    edits.push(withoutNames(file, node, node === last, declared));
  }
  if (last === undefined || blocks.length === 0) return [];
  const gone = edits.some(({ span, text }) => text === '' && span.end >= last.span.end);
  const text = `${gone ? '' : '\n\n'}${blocks.join('\n\n')}`;
  return [...edits, { span: { start: last.span.end, end: last.span.end }, text }];
}

function blockOf({ from }: Ast.Import, name: string, lines: string): string {
  const { version } = readLibraryAddress(from.text);
  const address = `${INTENTS_LIBRARY}/${name}${version === undefined ? '' : `@${version}`}`;
  return `intent ${name} {\n  examples from "${address}"${lines}\n}`;
}

/** The import with the other names, or nothing where there are none: with its line, unless the blocks come there. */
function withoutNames(
  { source }: ParsedFile,
  node: Ast.Import,
  isLast: boolean,
  declared: readonly Ast.Name[],
): TextEdit {
  const rest = node.names.filter((name) => !declared.includes(name)).map(({ text }) => text);
  const [first, final] = [node.names[0], node.names.at(-1)];
  if (rest.length > 0 && first !== undefined && final !== undefined)
    return { span: { start: first.span.start, end: final.span.end }, text: rest.join(', ') };
  const lineBreak = isLast ? '' : (/^[ \t]*\r?\n/.exec(source.text.slice(node.span.end))?.[0] ?? '');
  return { span: { start: node.span.start, end: node.span.end + lineBreak.length }, text: '' };
}
