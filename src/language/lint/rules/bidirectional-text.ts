// Characters that reorder text on screen: a reviewer reads another policy than the one that runs
// (Boucher and Anderson, "Trojan Source", 2021). Looks at bare text, so that a broken file is covered too.
import type { ParsedFile } from '../../syntax/syntax.ts';
import { lineText, positionAt, type Source } from '../../text/source.ts';
import type { Span } from '../../text/span.ts';
import { defineRule } from '../rule.ts';

const CONTROLS: Readonly<Record<string, string>> = {
  '\u061c': 'ARABIC LETTER MARK',
  '\u200e': 'LEFT-TO-RIGHT MARK',
  '\u200f': 'RIGHT-TO-LEFT MARK',
  '\u202a': 'LEFT-TO-RIGHT EMBEDDING',
  '\u202b': 'RIGHT-TO-LEFT EMBEDDING',
  '\u202c': 'POP DIRECTIONAL FORMATTING',
  '\u202d': 'LEFT-TO-RIGHT OVERRIDE',
  '\u202e': 'RIGHT-TO-LEFT OVERRIDE',
  '\u2066': 'LEFT-TO-RIGHT ISOLATE',
  '\u2067': 'RIGHT-TO-LEFT ISOLATE',
  '\u2068': 'FIRST STRONG ISOLATE',
  '\u2069': 'POP DIRECTIONAL ISOLATE',
};
const ANY = new RegExp(`[${Object.keys(CONTROLS).join('')}]`, 'g');
/** Ordinary in right-to-left prose, so only a `.route` file must be without them. */
const MARKS = new Set(['\u061c', '\u200e', '\u200f']);

export const bidirectionalText = defineRule({
  id: 'bidirectional-text',
  severity: 'error',
  category: 'hygiene',
  summary: 'A file contains an invisible character that changes the order in which text is shown.',
  messages: {
    control: (data: { code: string; name: string }) => ({
      message: `invisible character ${data.code} (${data.name})`,
      because:
        'it changes the order in which the line is shown, so a reviewer sees a different policy than the one that runs',
      help: 'delete it',
    }),
    decides: (data: { code: string; name: string }) => ({
      message: `invisible character ${data.code} (${data.name})`,
      because:
        'it changes the order in which the line is shown, so a reviewer sees a different policy than the one that runs',
      help: 'delete it manually; `--fix` does not change it because it is part of a value that decides',
    }),
  },
  source(source, report, { fileAt }) {
    const file = fileAt(source.path);
    for (const match of source.text.matchAll(ANY)) {
      const character = match[0];
      if (MARKS.has(character) && !source.path.endsWith('.route')) continue;
      const code = `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
      const span = { start: match.index, end: match.index + 1 };
      const data = { code, name: CONTROLS[character] ?? '' };
      const at = { path: source.path, span };
      const fix = { title: 'delete the character', edits: [{ path: source.path, span, text: '' }] };
      if (decides(file, span)) report('decides', at, data);
      else report('control', at, data, { fix });
    }
  },
});

/**
 * Whether what is read there is compared, sent or learned. Which clause a text belongs to is not known in a file with
 * syntax errors: there only text outside of strings certainly has no effect.
 */
function decides(file: ParsedFile | undefined, span: Span): boolean {
  if (file === undefined) return true;
  const holds = (node: { readonly span: Span } | undefined): boolean =>
    node !== undefined && node.span.start <= span.start && span.end <= node.span.end;
  if (file.comments.some(holds)) return false;
  if (file.ast.recovered) return isInText(file.source, span.start);
  if (holds(file.ast.header?.owner)) return false;
  return !file.ast.declarations.some(
    (one) => (one.kind === 'route' || one.kind === 'otherwise') && holds(one.action.because),
  );
}

/** Texts end on their line. */
function isInText(source: Source, offset: number): boolean {
  const { line, column } = positionAt(source, offset);
  const before = lineText(source, line).slice(0, column - 1);
  return (before.replace(/\\./g, '').match(/"/g) ?? []).length % 2 === 1;
}
