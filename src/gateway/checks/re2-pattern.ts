/** Patterns of a JSON schema as RE2, whose time is linear in the text. Knows no schema. */
import { RE2JS } from 're2js';
import { step } from './steps.ts';

/** The module name by which compiled validators require this file's function. */
export const RE2_MODULE = 'llmr/re2-pattern';

const CHARACTERS_A_STEP = 2;

/**
 * Replaces ajv's `new RegExp`; the flags are ajv's `u`, which RE2 always implies. @throws for patterns that are not
 * RE2
 */
export const re2Pattern = Object.assign(
  (pattern: string, _flags: string) => {
    const compiled = RE2JS.compile(pattern);
    // ajv distinguishes patterns by their text.
    return {
      test(text: string) {
        step(1 + text.length / CHARACTERS_A_STEP);
        return compiled.test(text);
      },
      toString: () => `/${pattern}/`,
    };
  },
  { code: `require(${JSON.stringify(RE2_MODULE)})` },
);
