/**
 * Which languages the examples of an intent are in. Single utterances are short and easily taken for another language:
 * one counts only where several are read as it, and all of those together are. Knows no rule.
 */
import { readLanguage } from '../quality/read-language.ts';
import type { Intent } from '../semantics/model.ts';

const SEVERAL = 2;

/** ISO 639-1 codes with how many examples are in them, the most spoken first. */
export function spokenLanguages(intent: Intent): ReadonlyMap<string, number> {
  const texts = new Map<string, string[]>();
  for (const { text } of intent.like) {
    const { language } = readLanguage(text);
    if (language !== null) texts.set(language, [...(texts.get(language) ?? []), text]);
  }
  const several = [...texts].filter(
    ([language, of]) => of.length >= SEVERAL && readLanguage(of.join('. ')).language === language,
  );
  several.sort((a, b) => b[1].length - a[1].length);
  return new Map(several.map(([language, of]) => [language, of.length]));
}
