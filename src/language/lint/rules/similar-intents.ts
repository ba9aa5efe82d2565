// Two intents whose examples hardly tell them apart: which route a request takes is then mostly chance.
import type { CompiledPolicy } from '../../compile.ts';
import { defineRule } from '../rule.ts';

/** Mean probability that held-out examples give to the other intent: from here on they are hardly told apart. */
const HARDLY = 0.25;
/** One or two strange examples are not two alike intents: a third of them, or four, have to be read as the other. */
const SEVERAL = 4;
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
    for (const [group, head] of compiled.heads) {
      for (const { first, second, confusion, utterances } of head.calibration.confused) {
        const [one, other] = [intentNamed(compiled, group, first), intentNamed(compiled, group, second)];
        if (one === undefined || other === undefined || confusion < HARDLY) continue;
        const third = Math.ceil((one.like.length + other.like.length) / 3);
        if (utterances.length < Math.min(SEVERAL, third)) continue;
        const [early, late] = one.at.span.start < other.at.span.start ? [one, other] : [other, one];
        const shown = utterances
          .slice(0, SHOWN)
          .map(({ text, of, readAs }) => `"${text}" of ${of} is read as ${readAs}`);
        const because = `held out, ${shown.join('; ')}`;
        const labels = [{ path: early.at.path, span: early.at.span, text: 'looks the same' }];
        report('confused', late.at, { first: early.name, second: late.name, shown: because }, { labels });
      }
    }
  },
});

function intentNamed({ policy }: CompiledPolicy, group: string, name: string) {
  return policy.intentGroups.get(group)?.intents.find((intent) => intent.name === name);
}
