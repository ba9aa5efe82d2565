// Characters that reorder text on screen: a reviewer reads another policy than the one that runs
// (Boucher and Anderson, "Trojan Source", 2021). Looks at bare text, so that a broken file is covered too.
import { decides } from '../deciding-text.ts';
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
