// What is said of `# llmr-allow` comments that allow nothing. The words only: `suppressions.ts` knows, once all
// other rules have spoken, which allowances were needed.
import { defineRule } from '../rule.ts';

export const unusedAllowance = defineRule({
  id: 'unused-allowance',
  severity: 'warning',
  category: 'hygiene',
  summary: 'A `# llmr-allow` comment suppresses nothing.',
  messages: {
    noRule: () => ({
      message: 'this allowance names no rule',
      help: 'write `# llmr-allow RULE: reason`',
    }),
    unknownRule: (data: { rule: string; near?: string; rules: readonly string[] }) => ({
      message: `"${data.rule}" is no rule`,
      because: 'an allowance for a rule that does not exist silences nothing',
      help:
        data.near === undefined ? `the rules are ${data.rules.join(', ')}` : `did you mean "${data.near}"?`,
    }),
    languageRule: (data: { rule: string }) => ({
      message: `"${data.rule}" cannot be allowed`,
      because: 'it is an error of the language: until it is fixed, the policy means nothing',
      help: 'fix the error and delete the allowance',
    }),
    noReason: (data: { rule: string }) => ({
      message: `this allowance of "${data.rule}" gives no reason`,
      because: 'without one it silences nothing: a reader must be able to tell whether it still holds',
      help: `write \`# llmr-allow ${data.rule}: reason\``,
    }),
    idle: (data: { rule: string; line: number }) => ({
      message: `nothing on line ${data.line} needs this allowance of "${data.rule}"`,
      because: 'left in place it would hide the next fault of this kind',
      help: 'delete it',
    }),
  },
});
