// Two intents whose examples hardly tell them apart: which route a request takes is then mostly chance.
import { confusedIntents } from '../confused-intents.ts';
import { defineRule } from '../rule.ts';

const SHOWN = 3;

export const similarIntents = defineRule({
  id: 'similar-intents',
  severity: 'warning',
  category: 'meaning',
  summary: 'The examples of two intents hardly tell them apart.',
  messages: {
    confused: (data: { first: string; second: string; shown: string }) => ({
      message: `"${data.second}" and "${data.first}" are hardly told apart`,
      because: data.shown,
      help: 'add examples that show the difference, say with `not "…"` what is the other one, or make them one intent',
    }),
  },
  policy(compiled, report) {
    for (const { first, second, utterances } of confusedIntents(compiled)) {
      const shown = utterances
        .slice(0, SHOWN)
        .map(({ text, of, readAs }) => `"${text}" of ${of} is read as ${readAs}`);
      const labels = [{ path: first.at.path, span: first.at.span, text: 'looks the same' }];
      const data = { first: first.name, second: second.name, shown: `held out, ${shown.join('; ')}` };
      report('confused', second.at, data, { labels });
    }
  },
});
