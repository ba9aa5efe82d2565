// Characters without width in a text that decides: the text looks like another one, and never equals it.
import { decides, isInText } from '../deciding-text.ts';
import { defineRule } from '../rule.ts';

const CHARACTERS: Readonly<Record<string, string>> = {
  '\u00a0': 'NO-BREAK SPACE',
  '\u00ad': 'SOFT HYPHEN',
  '\u200b': 'ZERO WIDTH SPACE',
  '\u200c': 'ZERO WIDTH NON-JOINER',
  '\u200d': 'ZERO WIDTH JOINER',
  '\u202f': 'NARROW NO-BREAK SPACE',
  '\u2060': 'WORD JOINER',
  '\ufeff': 'ZERO WIDTH NO-BREAK SPACE',
};
/** Emoji, Arabic and Indic text need joiners; between Latin letters and digits they have no use. */
const FOUND =
  /\u00ad|\u200b|\u2060|(?<!^)\ufeff|(?<=[\x20-\x7e])(?:\u00a0|\u200c|\u200d|\u202f)(?=[\x20-\x7e])/g;

export const invisibleText = defineRule({
  id: 'invisible-text',
  severity: 'warning',
  category: 'hygiene',
  summary: 'A text that decides contains an invisible character, or a space that is not an ordinary one.',
  messages: {
    found: (data: { code: string; name: string }) => ({
      message: `${data.code} (${data.name}) in a text that decides`,
      because:
        'texts are compared character by character: this one looks like another text and does not equal it',
      help: /SPACE/.test(data.name) && !/ZERO/.test(data.name) ? 'type an ordinary space' : 'delete it',
    }),
  },
  source(source, report, { fileAt }) {
    if (!source.path.endsWith('.route')) return;
    const file = fileAt(source.path);
    for (const { 0: character, index } of source.text.matchAll(FOUND)) {
      const span = { start: index, end: index + 1 };
      // Outside of texts the parser reports them.
      if (!isInText(source, index) || !decides(file, span)) continue;
      const code = `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
      report('found', { path: source.path, span }, { code, name: CHARACTERS[character] ?? '' });
    }
  },
});
