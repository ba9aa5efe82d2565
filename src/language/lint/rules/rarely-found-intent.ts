// An intent that would miss most requests like its own examples: held out of training, fewer than half of them are
// read as it. few-examples reports intents that have too few to hold out.
import { rarelyFound } from '../rarely-found.ts';
import { defineRule } from '../rule.ts';

export const rarelyFoundIntent = defineRule({
  id: 'rarely-found-intent',
  severity: 'warning',
  category: 'meaning',
  summary: "Fewer than half of an intent's own examples are recognized when they are held out of training.",
  messages: {
    rarely: (data: { intent: string; found: number; count: number; threshold: string }) => ({
      message: `intent "${data.intent}" recognizes ${data.found} of its ${data.count} examples when they are held out of training`,
      because: 'of the requests that resemble them about as large a share will be recognized',
      help: "add examples in the callers' own words: `llmr intents suggest FILE` finds them in prompts",
    }),
    strict: (data: { intent: string; found: number; count: number; threshold: string }) => ({
      message: `intent "${data.intent}" recognizes ${data.found} of its ${data.count} examples when they are held out of training`,
      because: `\`match at least ${data.threshold}\` rejects most requests that resemble them`,
      help: 'lower `match at least`, or remove it to have it calibrated',
    }),
  },
  policy(compiled, report) {
    for (const { intent, found, count } of rarelyFound(compiled)) {
      const data = { intent: intent.name, found, count, threshold: String(intent.matchAtLeast ?? '') };
      report(intent.matchAtLeast === undefined ? 'rarely' : 'strict', intent.at, data);
    }
  },
});
