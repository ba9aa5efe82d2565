// Features of a prompt before it is answered: its length, and how much it counts, compares and asks for. Must not know:
// models, outcomes.

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
