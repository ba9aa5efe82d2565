/**
 * Values of the fact `language`: two lower-case letters, ISO 639-1. `DE`, `deu`, `german` and `de-DE` never hold, because
 * no text is read as any of them. Must not know other facts.
 */
import { READABLE_LANGUAGES } from '../languages/read-language.ts';
import type * as Ast from '../syntax/ast.ts';
import { type Context, fault } from './context.ts';
import { replacement } from './report.ts';

/** False after a report. */
export function checkLanguages(
  context: Context,
  { values }: Extract<Ast.TestPhrase, { kind: 'is' }>,
): boolean {
  const wrong = values.filter(
    (value): value is Ast.Name | Ast.Text =>
      (value.kind === 'text' || (value.kind === 'name' && value.text !== 'none')) &&
      !/^[a-z]{2}$/.test(value.text),
  );
  for (const { text, span } of wrong) {
    const code = codeOf(text);
    fault(context, span, 'L1105', `\`${text}\` is not the code of a language`, {
      because: 'a language is two lower-case letters (ISO 639-1), without a country',
      help: code === undefined ? 'for example `language is de`' : `write \`${code}\``,
      ...(code === undefined ? {} : { fix: replacement(context.file, span, code) }),
    });
  }
  return wrong.length === 0;
}

/** `de` for `DE`, `deu`, `de-DE`, `de_AT`, `german` and `Deutsch`. */
function codeOf(written: string): string | undefined {
  const word = written.trim().replaceAll('_', '-').toLowerCase();
  const named = READABLE_LANGUAGES.find((code) => namesOf(code).includes(word));
  if (named !== undefined) return named;
  try {
    const language = Intl.getCanonicalLocales(word)[0]?.split('-')[0];
    return language !== undefined && /^[a-z]{2}$/.test(language) ? language : undefined;
  } catch {
    return undefined;
  }
}

/** In English and in the language itself. */
function namesOf(code: string): readonly (string | undefined)[] {
  return ['en', code].map((locale) =>
    new Intl.DisplayNames([locale], { type: 'language' }).of(code)?.toLowerCase(),
  );
}
