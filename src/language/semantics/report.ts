/**
 * Creates the messages of binding and checking: one form for unknown names, one for wrong types, one for the rest, so
 * that every message states what, why and what to do. Knows no declaration.
 */
import type { Code } from '../diagnostics/codes.ts';
import { ruleOf } from '../diagnostics/codes.ts';
import type { Diagnostic, Fix, Label } from '../diagnostics/diagnostic.ts';
import { FOREIGN_VALUES } from '../diagnostics/foreign-words.ts';
import { didYouMean, onlyNearest } from '../diagnostics/suggest.ts';
import type { ParsedFile } from '../syntax/syntax.ts';
import { positionAt, type Source } from '../text/source.ts';
import type { Span } from '../text/span.ts';
import type { Place } from './model.ts';

export type { Code };
export type Report = (diagnostic: Diagnostic) => void;

export interface Said {
  readonly because?: string;
  readonly help?: string;
  readonly labels?: readonly Label[];
  readonly fix?: Fix;
}

/** An error of the language; its rule follows from its code. */
export function languageError(
  file: ParsedFile,
  span: Span,
  code: Code,
  message: string,
  said: Said = {},
): Diagnostic {
  return {
    rule: ruleOf(code),
    code,
    severity: 'error',
    at: { path: file.source.path, span },
    message,
    ...said,
  };
}

/** "there is no budget `x`", with a suggestion, the list of existing names, and a fix where one name is close. */
export function unknownName(
  file: ParsedFile,
  span: Span,
  code: Code,
  what: { readonly kind: string; readonly many: string; readonly name: string },
  valid: readonly string[],
  hint?: string,
): Diagnostic {
  const because =
    valid.length === 0 ? `no ${what.many} are declared here or imported` : `${what.many}: ${listed(valid)}`;
  const help = hint ?? (valid.length === 0 ? `declare it, or import it from the file that does` : undefined);
  return notFound(
    file,
    span,
    code,
    `there is no ${what.kind} \`${what.name}\``,
    what.name,
    valid,
    because,
    help,
  );
}

/** A closed list of values is shown in full; declared names are not. */
const MOST_VALUES = 24;

/** "`x` is not a failure class", with a suggestion, the closed list of values, and a fix where one is close. */
export function unknownValue(
  file: ParsedFile,
  span: Span,
  what: { readonly kind: string; readonly name: string },
  valid: readonly string[],
  hint?: string,
): Diagnostic {
  const because = valid.length === 0 ? 'there is none' : `it is one of ${listed(valid, MOST_VALUES)}`;
  return notFound(
    file,
    span,
    'L1105',
    `\`${what.name}\` is not ${what.kind}`,
    what.name,
    valid,
    because,
    hint,
  );
}

function notFound(
  file: ParsedFile,
  span: Span,
  code: Code,
  message: string,
  name: string,
  valid: readonly string[],
  because: string,
  hint: string | undefined,
): Diagnostic {
  const foreign = FOREIGN_VALUES[name] ?? FOREIGN_VALUES[name.toLowerCase()];
  const known = foreign !== undefined && valid.includes(foreign) ? foreign : undefined;
  const near = known ?? onlyNearest(name, valid);
  const meant = near ?? didYouMean(name, valid);
  const help = hint ?? (meant === undefined ? 'write one of these' : `write \`${meant}\``);
  return languageError(
    file,
    span,
    code,
    `${message}${meant === undefined ? '' : `; did you mean \`${meant}\`?`}`,
    {
      because,
      help,
      ...(near === undefined ? {} : { fix: replacement(file, span, near) }),
    },
  );
}

export function replacement(file: ParsedFile, span: Span, text: string, title?: string): Fix {
  return { title: title ?? `write \`${text}\``, edits: [{ path: file.source.path, span, text }] };
}

export function label(place: { readonly path: string; readonly span: Span }, text: string): Label {
  return { path: place.path, span: place.span, text };
}

export function placeOf(file: { readonly source: Source }, span: Span): Place {
  return { path: file.source.path, span, line: positionAt(file.source, span.start).line };
}

/** `a, b and 7 more`: lists in messages are kept on one line. */
export function listed(names: readonly string[], most = 12): string {
  const shown = names.slice(0, most);
  const rest = names.length - shown.length;
  return rest === 0 ? shown.join(', ') : `${shown.join(', ')} and ${rest} more`;
}

/** `a`, `a or b`, `a, b or c`. */
export function either(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
