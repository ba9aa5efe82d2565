// Everyday prompts that mean none of a policy's intents: they train a head to reject unrelated text. They are used in
// each language of a group's examples: if all German training text were examples, every German text would look like
// one (18 of 20 unrelated German sentences were accepted, with these 2). Written for this project; nothing is taken
// from a data set. Deliberately varied: writing, knowledge, code, sums, small talk, questions about a company,
// household orders. Changing a sentence changes every head that learns from it. Must not know: rows, how a language
// is detected.

import { AR } from './background/ar.ts';
import { CS } from './background/cs.ts';
import { DA } from './background/da.ts';
import { DE } from './background/de.ts';
import { EL } from './background/el.ts';
import { EN } from './background/en.ts';
import { ES } from './background/es.ts';
import { FR } from './background/fr.ts';
import { HE } from './background/he.ts';
import { HI } from './background/hi.ts';
import { IT } from './background/it.ts';
import { JA } from './background/ja.ts';
import { KO } from './background/ko.ts';
import { NL } from './background/nl.ts';
import { PL } from './background/pl.ts';
import { PT } from './background/pt.ts';
import { RU } from './background/ru.ts';
import { SV } from './background/sv.ts';
import { TH } from './background/th.ts';
import { TR } from './background/tr.ts';
import { UK } from './background/uk.ts';
import { ZH } from './background/zh.ts';

/** By ISO 639-1 code; one sentence per entry, without duplicates. */
export const BACKGROUND: Readonly<Record<string, readonly string[]>> = {
  ar: AR,
  cs: CS,
  da: DA,
  de: DE,
  el: EL,
  en: EN,
  es: ES,
  fr: FR,
  he: HE,
  hi: HI,
  it: IT,
  ja: JA,
  ko: KO,
  nl: NL,
  pl: PL,
  pt: PT,
  ru: RU,
  sv: SV,
  th: TH,
  tr: TR,
  uk: UK,
  zh: ZH,
};

export interface BackgroundSentence {
  readonly text: string;
  /**
   * Its weight relative to an English one: all sentences of a language together count as much as all English ones.
   */
  readonly weight: number;
}

/** Of these languages, where there are sentences in them. */
export function backgroundIn(languages: Iterable<string>): readonly BackgroundSentence[] {
  return [...languages].flatMap((language) => {
    const sentences = BACKGROUND[language] ?? [];
    return sentences.map((text) => ({ text, weight: EN.length / sentences.length }));
  });
}
