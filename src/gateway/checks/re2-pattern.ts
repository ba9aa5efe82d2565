/** Patterns of a JSON schema as RE2, whose time is linear in the text. Knows no schema. */
import { RE2JS } from 're2js';

/** The name under which compiled validators ask for this file's function. */
export const RE2_MODULE = 'llmr/re2-pattern';

/** What ajv takes for `new RegExp`; flags are ajv's `u`, which RE2 always means. @throws for what is not RE2 */
export const re2Pattern = Object.assign(
  (pattern: string, _flags: string) => {
    const compiled = RE2JS.compile(pattern);
    // ajv tells patterns apart by their text.
    return { test: (text: string) => compiled.test(text), toString: () => `/${pattern}/` };
  },
  { code: `require(${JSON.stringify(RE2_MODULE)})` },
);
