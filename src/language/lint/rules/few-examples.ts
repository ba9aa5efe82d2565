// An intent learnt from too few utterances: what it takes and leaves is then mostly chance.
import { defineRule } from '../rule.ts';

/** Below this a head cannot even hold examples out to measure itself. */
const ENOUGH = 5;

export const fewExamples = defineRule({
  id: 'few-examples',
  severity: 'warning',
  category: 'meaning',
  summary: 'An intent has fewer than five examples of what callers write.',
  messages: {
    few: (data: { intent: string; count: number }) => ({
      message: `intent "${data.intent}" has ${data.count === 1 ? 'one example' : `${data.count} examples`}`,
      because: `with fewer than ${ENOUGH} its threshold cannot be measured, and requests go astray unseen`,
      help: `add ${ENOUGH - data.count} more \`like "…"\` in the callers' own words, or \`examples from "./file.txt"\``,
    }),
  },
  policy({ policy }, report) {
    for (const group of policy.intentGroups.values()) {
      for (const intent of group.intents) {
        const count = intent.like.length;
        if (count < ENOUGH) report('few', intent.at, { intent: intent.name, count });
      }
    }
  },
});
