// An example that the trained head itself does not read as its intent: no request like it will be either.
import { isOfLibrary } from '../library-examples.ts';
import { missedExamples } from '../missed-examples.ts';
import { defineRule } from '../rule.ts';

export const intentMissesOwnExample = defineRule({
  id: 'intent-misses-own-example',
  severity: 'error',
  category: 'meaning',
  summary: 'An intent does not recognize one of its own examples.',
  messages: {
    other: (data: {
      text: string;
      intent: string;
      readAs: string;
      nearest?: { text: string; similarity: number };
    }) => ({
      message: `"${data.text}" is an example of "${data.intent}" and is read as "${data.readAs}"`,
      because: `the other examples of "${data.readAs}" are nearer to it${data.nearest === undefined ? '' : `: "${data.nearest.text}" is ${data.nearest.similarity.toFixed(2)} alike, of 1`}`,
      help: `move it, or add examples like it to "${data.intent}"`,
    }),
    none: (data: { text: string; intent: string }) => ({
      message: `"${data.text}" is an example of "${data.intent}" but is not recognized as such`,
      because: 'its confidence is below the threshold of the intent',
      help: 'add examples like it, or lower `match at least`',
    }),
  },
  policy(compiled, report, context) {
    for (const { group, intents } of missedExamples(compiled)) {
      for (const { intent, missed } of intents) {
        // Where every example is missed, the threshold is the fault.
        if (missed.length === intent.like.length && intent.matchAtLeast !== undefined) continue;
        for (const { text, readAs } of missed) {
          const example = intent.like.find((one) => one.text === text);
          if (example !== undefined && isOfLibrary(example)) continue;
          const at = example?.at ?? intent.at;
          if (readAs === null) report('none', at, { text, intent: intent.name });
          else {
            const nearest = context.nearOf(compiled, group)?.nearest(text, intent.name, readAs);
            const beside = nearest === undefined ? {} : { nearest };
            report('other', at, { text, intent: intent.name, readAs, ...beside });
          }
        }
      }
    }
  },
});
