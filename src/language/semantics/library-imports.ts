/**
 * `import intent NAME from "llmr:intents"` and `examples from "llmr:intents/NAME"`: enters intents of the standard
 * library, and reports what it does not have. Must not know the texts of an intent.
 */
import { onlyNearest } from '../diagnostics/suggest.ts';
import { INTENTS_LIBRARY, readLibraryAddress } from '../library/library-address.ts';
import { libraryFile, libraryIntent, newestIntents, versionsOf } from '../library/library-files.ts';
import type { LibraryIntent } from '../library/library-intent.ts';
import { OTHER_NAMES } from '../library/other-names.ts';
import type * as Ast from '../syntax/ast.ts';
import type { ParsedFile } from '../syntax/syntax.ts';
import type { Span } from '../text/span.ts';
import { enter } from './declare.ts';
import { languageError, listed, placeOf, type Report, replacement } from './report.ts';
import type { Scope } from './scope.ts';

/** All of its names fit on one line. */
const MOST_NAMES = 24;

export function linkLibrary(scope: Scope, node: Ast.Import, report: Report): void {
  const { file } = scope;
  const { version, intent } = readLibraryAddress(node.from.text);
  const ofAddress =
    addressFault(file, node.from) ?? (intent === undefined ? undefined : partFault(file, node));
  if (ofAddress !== undefined) {
    for (const name of node.names) scope.broken.add(name.text);
    report(ofAddress);
    return;
  }
  if (node.intents !== true) report(withoutIntent(file, node));
  const outdated: string[] = [];
  for (const name of node.names) {
    const found = libraryIntent(name.text, version);
    if (found !== undefined) {
      enterIntent(scope, name, found, version, report);
    } else if (versionsOf(name.text).length > 0) {
      scope.broken.add(name.text);
      outdated.push(name.text);
    } else {
      const near = nearestIntent(name.text);
      for (const lost of [name.text, near]) if (lost !== undefined) scope.broken.add(lost);
      report(unknownIntent(file, name.text, name.span, near, near));
    }
  }
  if (outdated.length > 0) report(versionFault(file, outdated, node.from));
}

function enterIntent(
  scope: Scope,
  name: Ast.Name,
  intent: LibraryIntent,
  version: string | undefined,
  report: Report,
): void {
  const file = libraryFile(intent);
  const [declared] = file.ast.declarations;
  if (declared?.kind !== 'intent') return;
  const examples = quoted(addressOf(name.text, version));
  const help = `to add your own examples to the library's, delete the import and write \`examples from ${examples}\` in the intent`;
  const entry = { node: declared, file, at: placeOf(scope.file, name.span) };
  enter(scope, entry, name.span, 'L1202', report, help);
}

/** Of `examples from "llmr:intents/NAME"`; nothing when the library has it. */
export function checkLibraryExamples(
  file: ParsedFile,
  node: Ast.Intent,
  from: Ast.Text,
  report: Report,
): void {
  const { intent, version } = readLibraryAddress(from.text);
  const ofAddress = addressFault(file, from);
  if (ofAddress !== undefined) {
    report(ofAddress);
  } else if (intent === undefined) {
    const near = libraryIntent(node.name.text)?.name ?? nearestIntent(node.name.text);
    const path = addressOf(near ?? 'NAME', version);
    report(
      languageError(file, from.span, 'L1109', `${quoted(from.text)} does not name an intent`, {
        because: 'the examples of one intent are used here, and the library has several',
        help: `write ${quoted(path)}`,
        ...(near === undefined ? {} : { fix: replacement(file, from.span, quoted(path)) }),
      }),
    );
  } else if (versionsOf(intent).length === 0) {
    const near = nearestIntent(intent);
    const fixed = near === undefined ? undefined : quoted(addressOf(near, version));
    report(unknownIntent(file, intent, from.span, near, fixed));
  } else if (libraryIntent(intent, version) === undefined) {
    report(versionFault(file, [intent], from));
  }
}

/** The intent of the library that a name means elsewhere, or is nearest to. */
export function nearestIntent(name: string): string | undefined {
  const names = newestIntents().map((intent) => intent.name);
  const known = OTHER_NAMES[name.toLowerCase()];
  return known !== undefined && names.includes(known) ? known : onlyNearest(name, names);
}

function addressFault(file: ParsedFile, from: Ast.Text) {
  const { library, intent, version } = readLibraryAddress(from.text);
  if (library !== INTENTS_LIBRARY) {
    const meant = addressOf(intent, version);
    return languageError(file, from.span, 'L1109', `there is no library ${quoted(library)}`, {
      because: `llmr has one library: ${quoted(INTENTS_LIBRARY)}`,
      help: `write ${quoted(meant)}`,
      fix: replacement(file, from.span, quoted(meant)),
    });
  }
  if (version === undefined || /^[1-9]\d*$/.test(version)) return undefined;
  return languageError(file, from.span, 'L1109', `\`@${version}\` is not a version of an intent`, {
    because: 'versions are whole numbers: `@1`',
    help: `write ${quoted(addressOf(intent, '1'))}, or leave the version out to use the newest`,
  });
}

function partFault(file: ParsedFile, { from, names }: Ast.Import) {
  const path = addressOf(undefined, readLibraryAddress(from.text).version);
  return languageError(file, from.span, 'L1109', 'an import names the intents first, and the library last', {
    because: `it is written like \`import intent ${names[0]?.text} from ${quoted(INTENTS_LIBRARY)}\``,
    help: `write ${quoted(path)}`,
    fix: replacement(file, from.span, quoted(path)),
  });
}

function withoutIntent(file: ParsedFile, node: Ast.Import) {
  const names = node.names.map((name) => name.text).join(', ');
  const line = `import intent ${names} from ${quoted(node.from.text)}`;
  const at = { start: node.span.start, end: node.from.span.end };
  return languageError(
    file,
    at,
    'L1401',
    'an import from the library of intents begins with `import intent`',
    {
      because: 'llmr declares these names, and no file shows what they are',
      help: `write \`${line}\``,
      fix: replacement(file, at, line),
    },
  );
}

/** `fixed`: what to write in the place of the span. */
function unknownIntent(
  file: ParsedFile,
  name: string,
  span: Span,
  near: string | undefined,
  fixed: string | undefined,
) {
  const names = newestIntents().map((intent) => intent.name);
  return languageError(
    file,
    span,
    'L1109',
    `the library has no intent \`${name}\`${near === undefined ? '' : `; did you mean \`${near}\`?`}`,
    {
      because: `it has ${listed(names, MOST_NAMES)}`,
      help:
        near === undefined
          ? `use one of these, or declare \`intent ${name} { like "…" }\``
          : `write \`${near}\``,
      ...(fixed === undefined ? {} : { fix: replacement(file, span, fixed) }),
    },
  );
}

/** One message for all names of an import. */
function versionFault(file: ParsedFile, names: readonly string[], from: Ast.Text) {
  const { intent, version } = readLibraryAddress(from.text);
  const have = Map.groupBy(names, (name) =>
    versionsOf(name)
      .map((one) => `version ${one.version}`)
      .join(', '),
  );
  const all = [...have].map(([versions, of]) =>
    have.size === 1 ? versions : `${versions} of ${listed(of)}`,
  );
  const [newest] = versionsOf(names[0] ?? '');
  const path = quoted(addressOf(intent, String(newest?.version ?? 1)));
  return languageError(
    file,
    from.span,
    'L1109',
    `this llmr does not have version ${version} of ${listed(names.map((name) => `\`${name}\``))}`,
    {
      because: `it has ${all.join('; ')}`,
      help:
        have.size === 1
          ? `write ${path}; \`llmr intents eval\` shows what changes`
          : 'write one import per version',
    },
  );
}

function addressOf(intent: string | undefined, version: string | undefined): string {
  const part = intent === undefined ? '' : `/${intent}`;
  return `${INTENTS_LIBRARY}${part}${version === undefined ? '' : `@${version}`}`;
}

function quoted(text: string): string {
  return `"${text}"`;
}
