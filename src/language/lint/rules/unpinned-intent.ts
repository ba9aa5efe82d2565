// Examples of the standard library without a version: a newer llmr may bring other ones, and read requests differently.
import { INTENTS_LIBRARY, readLibraryAddress } from '../../library/library-address.ts';
import { takenFromLibrary } from '../../library/library-files.ts';
import { defineRule } from '../rule.ts';

export const unpinnedIntent = defineRule({
  id: 'unpinned-intent',
  severity: 'info',
  category: 'meaning',
  summary: 'An intent is taken from the standard library without naming its version.',
  messages: {
    found: (data: { intent: string; version: number; written: string }) => ({
      message: `"${data.intent}" has the examples of version ${data.version}, the newest that this llmr has`,
      because: 'a newer llmr may have a newer version, whose examples read some requests differently',
      help: `write "${data.written}@${data.version}" to keep this one; \`llmr diff\` shows what another version changes`,
    }),
  },
  file({ source, ast }, report) {
    for (const declaration of ast.declarations) {
      const [from, places] =
        declaration.kind === 'import'
          ? [declaration.from, declaration.names]
          : declaration.kind === 'intent' && declaration.examplesFrom !== undefined
            ? [declaration.examplesFrom, [declaration.examplesFrom]]
            : [undefined, []];
      if (from === undefined || readLibraryAddress(from.text).version !== undefined) continue;
      takenFromLibrary(declaration).forEach(({ name, version }, index) => {
        const { intent } = readLibraryAddress(from.text);
        const written = `${INTENTS_LIBRARY}${intent === undefined ? '' : `/${intent}`}`;
        const span = places[index]?.span ?? from.span;
        report(
          'found',
          { path: source.path, span },
          { intent: name, version, written },
          { cause: `${written}@${version}` },
        );
      });
    }
  },
});
