// Detects the languages of a set of texts. Single utterances are short and easily mistaken for another language, so a
// language counts only if several texts, and all of these joined, are recognized as it.
// Must not know: whose texts they are.

import { readLanguage } from './read-language.ts';

const SEVERAL = 2;

/** ISO 639-1 codes with their number of texts, the most frequent first. */
export function spokenLanguages(texts: readonly string[]): ReadonlyMap<string, number> {
  const byLanguage = new Map<string, string[]>();
  for (const text of texts) {
    const { language } = readLanguage(text);
    if (language !== null) byLanguage.set(language, [...(byLanguage.get(language) ?? []), text]);
  }
  const several = [...byLanguage].filter(
    ([language, of]) => of.length >= SEVERAL && readLanguage(of.join('. ')).language === language,
  );
  several.sort((a, b) => b[1].length - a[1].length);
  return new Map(several.map(([language, of]) => [language, of.length]));
}
