// Two intents whose examples are too similar to distinguish, or that share an example except for its wording: which route
// matches is then mostly chance.
import { confusedIntents } from '../confused-intents.ts';
import { exampleAt, isOfLibrary, isWhollyOfLibrary } from '../library-examples.ts';
import { defineRule } from '../rule.ts';

const SHOWN = 3;

export const similarIntents = defineRule({
  id: 'similar-intents',
  severity: 'warning',
  category: 'meaning',
  summary: 'The examples of two intents are too similar to distinguish them.',
  messages: {
    confused: (data: { first: string; second: string; centroids: number; shown: readonly string[] }) => ({
      message: `"${data.second}" and "${data.first}" are too similar to distinguish`,
      because: `held out, ${data.shown.join('; ')}; on the whole their examples are ${data.centroids.toFixed(2)} alike, of 1`,
      help: 'add examples that show the difference, exclude the other intent with `not "…"`, or combine the two',
    }),
    nearDuplicate: (data: {
      first: { text: string; intent: string };
      second: { text: string; intent: string };
      similarity: number;
    }) => ({
      message: `"${data.second.text}" of "${data.second.intent}" says nearly the same as "${data.first.text}" of "${data.first.intent}"`,
      because: `they are ${data.similarity.toFixed(2)} alike, of 1: a request between the two goes either way`,
      help: 'move one of them if they mean the same; if not, add examples that show the difference',
    }),
  },
  policy(compiled, report, context) {
    const confused = confusedIntents(compiled);
    for (const { group, first, second, centroids, utterances } of confused) {
      if (isWhollyOfLibrary(first) && isWhollyOfLibrary(second)) continue;
      const near = context.nearOf(compiled, group);
      const shown = utterances.slice(0, SHOWN).map(({ text, of, readAs }) => {
        const other = near?.nearest(text, of, readAs);
        const beside = other === undefined ? '' : `, like "${other.text}" (${other.similarity.toFixed(2)})`;
        return `"${text}" of ${of} is read as ${readAs}${beside}`;
      });
      const labels = [{ path: first.at.path, span: first.at.span, text: 'looks the same' }];
      report('confused', second.at, { first: first.name, second: second.name, centroids, shown }, { labels });
    }
    for (const group of compiled.policy.intentGroups.keys()) {
      for (const { first, second, similarity } of context.nearOf(compiled, group)?.pairs ?? []) {
        const intents = [first.intent, second.intent];
        // Reported with the pair of intents.
        if (confused.some((pair) => intents.includes(pair.first) && intents.includes(pair.second))) continue;
        if (isOfLibrary(first.example) && isOfLibrary(second.example)) continue;
        const [at, other] = isOfLibrary(second.example) ? [first, second] : [second, first];
        const otherAt = exampleAt(other.intent, other.example);
        const labels = [{ path: otherAt.path, span: otherAt.span, text: 'like this one' }];
        const named = ({ intent, example }: typeof first) => ({ text: example.text, intent: intent.name });
        const data = { first: named(first), second: named(second), similarity };
        report('nearDuplicate', at.example.at, data, { labels, severity: 'info' });
      }
    }
  },
});
