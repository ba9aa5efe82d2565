// Features of a prompt before it is answered: its length, how much it counts, compares and asks for, and, where a
// table of words is available, its topic. Must not know: models, outcomes.

import { densePart } from '../heads/dense-part.ts';
import type { WordTable } from '../heads/word-table.ts';

/** In this order; each is a plain count or its logarithm. */
export const SURFACE_FEATURES = [
  'length',
  'numbers',
  'sentences',
  'shares',
  'rates',
  'comparisons',
  'requirements',
  'code',
] as const;

const PATTERNS: readonly RegExp[] = [
  /%|\bper ?cent\b|\b(?:half|third|quarter|fifth|tenth|twice|thrice|times|double|triple)\b|\d\/\d/giu,
  /\b(?:each|every|per|apiece|an hour|a day|a week|a month|a year)\b/giu,
  /\b(?:if|then|after|before|until|while|remaining|left|more|less|fewer|than|rest|total|altogether)\b/giu,
  /\b(?:must|should|exactly|at least|at most|only|without|except|ensure|prove|justify|step by step|compare|analy[sz]e|derive|optimi[sz]e|refactor|design)\b/giu,
  /[{}[\]<>=;]|\b(?:function|class|import|select|def|const|return)\b/giu,
];

/** Characters beyond these change nothing: the counts are logarithms. */
const READ_AT_MOST = 32_768;

export function surfaceFeatures(prompt: string): Float64Array {
  const text = prompt.length > READ_AT_MOST ? prompt.slice(0, READ_AT_MOST) : prompt;
  const count = (pattern: RegExp) => Math.log1p(text.match(pattern)?.length ?? 0);
  return Float64Array.of(
    Math.log1p(prompt.length),
    count(/\p{N}+(?:[.,]\p{N}+)*/gu),
    count(/[.!?。！？]+(?:\s|$)/gu),
    ...PATTERNS.map(count),
  );
}

/** Surface features, then the table's dimensions. */
export function promptFeatures(prompt: string, table: WordTable | undefined): Float64Array {
  const surface = surfaceFeatures(prompt);
  if (table === undefined) return surface;
  return Float64Array.of(...surface, ...densePart(prompt, { kind: 'words', table }));
}
