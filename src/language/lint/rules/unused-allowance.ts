// Messages about `# llmr-allow` comments that suppress nothing. Messages only: `suppressions.ts` determines, after all
// other rules have run, which comments were needed.
import { defineRule } from '../rule.ts';

export const unusedAllowance = defineRule({
  id: 'unused-allowance',
  severity: 'warning',
  category: 'hygiene',
  summary: 'A `# llmr-allow` comment suppresses nothing.',
  messages: {
    noRule: () => ({
      message: 'this `# llmr-allow` names no rule',
      help: 'write `# llmr-allow RULE: reason`',
    }),
    unknownRule: (data: { rule: string; near?: string; rules: readonly string[] }) => ({
      message: `"${data.rule}" is not a rule`,
      because: 'a comment for a rule that does not exist suppresses nothing',
      help:
        data.near === undefined ? `the rules are ${data.rules.join(', ')}` : `did you mean "${data.near}"?`,
    }),
    languageRule: (data: { rule: string }) => ({
      message: `"${data.rule}" cannot be allowed`,
      because: 'it is a language error, and the policy has no meaning until it is fixed',
      help: 'fix the error and delete the comment',
    }),
    noReason: (data: { rule: string }) => ({
      message: `this suppression of "${data.rule}" gives no reason`,
      because:
        'without one it suppresses nothing, because a reader must be able to judge whether it still applies',
      help: `write \`# llmr-allow ${data.rule}: reason\``,
    }),
    idle: (data: { rule: string; line: number }) => ({
      message: `nothing on line ${data.line} needs this suppression of "${data.rule}"`,
      because: 'it would hide the next fault of this kind',
      help: 'delete it',
    }),
  },
});
