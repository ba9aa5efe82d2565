// Detects the language of a text, for the fact `language`: by its script if that is enough, otherwise by sequences of one
// to three letters and whole words, compared with sample sentences (naive Bayes; Dunning 1994 uses sequences alone).
// Must not know: policies, requests.

import { LANGUAGE_SAMPLES } from './language-samples.ts';

export interface LanguageReading {
  /** ISO 639-1; null if the text is too short, mixed, or in a language that is not supported. */
  readonly language: string | null;
  /** Probability of the best language among those supported, 0..1. */
  readonly confidence: number;
}

/** Languages with their own script; the first that matches wins. Kana come before Han, because Japanese uses both. */
const SCRIPTS: readonly (readonly [language: string, letters: RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['zh', /\p{Script=Han}/gu],
  ['uk', /[іїєґ]/giu],
  ['ru', /\p{Script=Cyrillic}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['hi', /\p{Script=Devanagari}/gu],
  ['th', /\p{Script=Thai}/gu],
];
/** One character of these scripts is worth several letters. */
const SHARE_OF_SIGNS = 0.2;
/** Letters that only Ukrainian has are rare in Ukrainian texts. */
const SHARE_OF_TELLING = 0.02;

/** Every code that a text can be read as, sorted. */
export const READABLE_LANGUAGES: readonly string[] = [
  ...new Set([...SCRIPTS.map(([language]) => language), ...Object.keys(LANGUAGE_SAMPLES)]),
].sort();

/** Least confidence of a reading that is used. */
const SURE = 0.7;
/** Fewest letters of a text whose sequences are used. */
const FEWEST_LETTERS = 3;
const READ_AT_MOST = 600;
/** Sequences overlap, so each letter counts about five times; the log-odds are divided by slightly less. */
const OVERLAP = 4;

export function readLanguage(text: string): LanguageReading {
  const start = text.slice(0, READ_AT_MOST);
  const letters = start.match(/\p{L}/gu)?.length ?? 0;
  for (const [language, pattern] of SCRIPTS) {
    const share = (start.match(pattern)?.length ?? 0) / Math.max(1, letters);
    if (share >= (language === 'uk' ? SHARE_OF_TELLING : SHARE_OF_SIGNS))
      return { language, confidence: Math.min(1, 0.8 + share / 4) };
  }
  return letters < FEWEST_LETTERS ? { language: null, confidence: 0 } : readRuns(start);
}

function readRuns(text: string): LanguageReading {
  const { languages, logShares, logNones } = languageModels();
  const sums = new Float64Array(languages.length);
  for (const run of runsOf(text)) {
    const logs = logShares.get(run) ?? logNones;
    for (let at = 0; at < sums.length; at++) sums[at] = (sums[at] ?? 0) + (logs[at] ?? 0);
  }
  const highest = Math.max(...sums);
  const powers = sums.map((sum) => Math.exp((sum - highest) / OVERLAP));
  const best = powers.indexOf(Math.max(...powers));
  const confidence = (powers[best] ?? 0) / powers.reduce((sum, power) => sum + power, 0);
  return { language: confidence >= SURE ? (languages[best] ?? null) : null, confidence };
}

interface LanguageModels {
  readonly languages: readonly string[];
  /** By sequence, the logarithm of its share in each language. */
  readonly logShares: ReadonlyMap<string, Float64Array>;
  /** Of a sequence that no language has. */
  readonly logNones: Float64Array;
}

let made: LanguageModels | undefined;

/** Built from constants on first use. */
function languageModels(): LanguageModels {
  made ??= makeModels();
  return made;
}

/** Additive smoothing: a sequence that was never seen counts as half an occurrence. */
function makeModels(): LanguageModels {
  const languages = Object.keys(LANGUAGE_SAMPLES);
  const counts = languages.map((language) => countRuns(LANGUAGE_SAMPLES[language] ?? ''));
  const alls = counts.map(
    (of) => [...of.values()].reduce((sum, count) => sum + count, 0) + 0.5 * POSSIBLE_RUNS,
  );
  const logNones = Float64Array.from(alls, (all) => Math.log(0.5 / all));
  const logShares = new Map<string, Float64Array>();
  counts.forEach((of, at) => {
    for (const [run, count] of of) {
      const logs = logShares.get(run) ?? logNones.slice();
      logs[at] = Math.log((count + 0.5) / (alls[at] ?? 1));
      logShares.set(run, logs);
    }
  });
  return { languages, logShares, logNones };
}

function countRuns(sample: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const run of runsOf(sample)) counts.set(run, (counts.get(run) ?? 0) + 1);
  return counts;
}

const POSSIBLE_RUNS = 8000;

/** Single letters, pairs and triples including word boundaries, and whole words of up to six letters. */
function* runsOf(text: string): Generator<string> {
  for (const [word] of text
    .normalize('NFC')
    .toLowerCase()
    .matchAll(/[\p{L}\p{M}]+/gu)) {
    const edged = ` ${word} `;
    for (let at = 0; at < edged.length; at++) {
      if (at > 0 && at < edged.length - 1) yield edged.slice(at, at + 1);
      if (at + 2 <= edged.length) yield edged.slice(at, at + 2);
      if (at + 3 <= edged.length) yield edged.slice(at, at + 3);
    }
    if (word.length <= 6) yield `=${word}`;
  }
}
