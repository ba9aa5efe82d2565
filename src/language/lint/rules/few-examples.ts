// An intent learnt from too few utterances: what it takes and leaves is then mostly chance.
import { describeCurve, ENOUGH_EXAMPLES } from '../../heads/describe-curve.ts';
import { defineRule } from '../rule.ts';

export const fewExamples = defineRule({
  id: 'few-examples',
  severity: 'warning',
  category: 'meaning',
  summary: 'An intent has fewer than five examples.',
  messages: {
    few: (data: { intent: string; count: number; curve?: string }) => ({
      message: `intent "${data.intent}" has ${data.count === 1 ? 'one example' : `${data.count} examples`}`,
      because: `with fewer than ${ENOUGH_EXAMPLES} its threshold cannot be measured, and misrouted requests go unnoticed${data.curve === undefined ? '' : `; ${data.curve}`}`,
      help: `add ${ENOUGH_EXAMPLES - data.count} more \`like "…"\` in the callers' own words, or \`examples from "./file.txt"\``,
    }),
  },
  policy({ policy, heads }, report) {
    for (const group of policy.intentGroups.values()) {
      const measured = heads.get(group.name)?.calibration.curve ?? undefined;
      const curve = measured === undefined ? {} : { curve: describeCurve(measured) };
      for (const intent of group.intents) {
        const count = intent.like.length;
        if (count < ENOUGH_EXAMPLES) report('few', intent.at, { intent: intent.name, count, ...curve });
      }
    }
  },
});
