/**
 * The errors of the language itself, as rules: the compiler reports them with an `L1xxx` code, so there is nothing
 * to check here and nothing that a comment can suppress. Their pages and cases are in `rules/`, with those of lint.
 */
import type { RuleFacts } from './rule.ts';

const rule = (id: string, summary: string): RuleFacts => ({
  id,
  kind: 'language',
  severity: 'error',
  category: 'language',
  summary,
});

export const LANGUAGE_RULES: readonly RuleFacts[] = [
  rule('syntax', 'The text is not a valid policy: something is missing, misplaced or misspelled.'),
  rule('unknown-name', 'A name is used that is neither declared nor imported.'),
  rule('duplicate-name', 'A name is declared twice in the same namespace.'),
  rule('type-or-unit', 'A value has the wrong type, unit or range.'),
  rule('fallback-cycle', 'A target refers to itself, directly or through other targets.'),
  rule('oversized-target', 'A target is nested too deeply, or a plan for it would list too many attempts.'),
  rule('bad-weights', 'The shares of a split, canary or rollout do not add up.'),
  rule('serves-overlap', 'Two policies serve the same model name.'),
  rule('not-yet-available', 'The construct is valid, but this version of llmr does not support it yet.'),
];
