// Which prompts questions are chosen from: each once, none that the policy or the test set already has, and of very
// many a sample. Must not know: files, how prompts are read.

import { spokenAlike } from '../lint/spoken-alike.ts';
import { contentHash } from '../text/content-hash.ts';
import { exampleText } from './example-text.ts';

/** Questions are chosen by comparing each prompt with each: twice as many take four times as long. */
export const MOST_PROMPTS = 2000;

/** @param known examples of the policy and texts of the test set */
export function usablePrompts(prompts: readonly string[], known: readonly string[]): readonly string[] {
  const seen = new Set(known.map(keyOf));
  const usable = prompts.filter((text) => {
    const key = keyOf(text);
    if (exampleText(text) === '' || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  if (usable.length <= MOST_PROMPTS) return usable;
  const ranks = new Map(usable.map((text) => [text, contentHash(`prompt ${text}`)]));
  const rank = (text: string): string => ranks.get(text) ?? '';
  const sample = [...usable].sort((a, b) => (rank(a) < rank(b) ? -1 : 1)).slice(0, MOST_PROMPTS);
  const kept = new Set(sample);
  return usable.filter((text) => kept.has(text));
}

/** Prompts that differ in case, punctuation or behind what an example keeps are one. */
function keyOf(text: string): string {
  const kept = exampleText(text);
  const spoken = spokenAlike(kept);
  return spoken === '' ? kept : spoken;
}
