/** `llmr intents library`: lists the intents that a policy can import, and prints one of them with its examples. */
import { spokenLanguages } from '../../../language/languages/spoken-languages.ts';
import { INTENTS_LIBRARY } from '../../../language/library/library-address.ts';
import {
  libraryIntent,
  libraryText,
  newestIntents,
  versionsOf,
} from '../../../language/library/library-files.ts';
import type { LibraryIntent } from '../../../language/library/library-intent.ts';
import { nearestIntent } from '../../../language/semantics/library-imports.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import { columns } from '../../render/columns.ts';
import { type Terminal, usageError } from '../../terminal.ts';

export interface LibraryOptions {
  readonly json?: true;
}

export function listLibrary(
  terminal: Terminal,
  name: string | undefined,
  { json }: LibraryOptions,
): ExitCode {
  if (name === undefined) {
    const all = newestIntents();
    terminal.out(json === true ? document({ intents: all.map(summaryOf) }) : tableOf(all));
    return EXIT.clean;
  }
  const [wanted = '', version] = name.split('@');
  const intent = libraryIntent(wanted, version);
  if (intent === undefined) return unknownIntent(terminal, wanted);
  const { like, not } = intent;
  terminal.out(
    json === true
      ? document({ ...summaryOf(intent), like, not })
      : `# ${INTENTS_LIBRARY}, version ${intent.version}\n${libraryText(intent)}`,
  );
  return EXIT.clean;
}

function unknownIntent(terminal: Terminal, name: string): ExitCode {
  const versions = versionsOf(name).map(({ version }) => version);
  if (versions.length > 0)
    return usageError(
      terminal,
      `the library does not have that version of ${name}`,
      `it has version ${versions.join(', ')}`,
    );
  const near = nearestIntent(name);
  const names = newestIntents().map((intent) => intent.name);
  return usageError(
    terminal,
    `the library has no intent ${name}${near === undefined ? '' : `; did you mean ${near}?`}`,
    `it has ${names.join(', ')}`,
  );
}

/** `--json`. */
function document(members: object): string {
  return `${JSON.stringify({ version: 1, library: INTENTS_LIBRARY, ...members })}\n`;
}

function summaryOf(intent: LibraryIntent) {
  return {
    name: intent.name,
    intentVersion: intent.version,
    means: intent.means,
    examples: intent.like.length,
    languages: [...spokenLanguages(intent.like).keys()],
  };
}

function tableOf(intents: readonly LibraryIntent[]): string {
  const rows = intents.map(summaryOf).map((one) => {
    const languages = one.languages.join(', ');
    return [one.name, `@${one.intentVersion}`, `${one.examples} examples`, languages, one.means];
  });
  const names = intents.slice(0, 2).map(({ name }) => name);
  const usage = `\nimport intent ${names.join(', ')} from "${INTENTS_LIBRARY}"\n`;
  return `${columns(rows)}${usage}`;
}
