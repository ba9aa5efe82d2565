// One utterance, two answers: the same example teaches two intents of a group, or is both `like` and `not` of one.
// Letters, digits and their order count; case, blanks and punctuation do not.
import type { Example } from '../../semantics/model.ts';
import { defineRule } from '../rule.ts';
import { spokenAlike } from '../spoken-alike.ts';

interface Use {
  readonly intent: string;
  readonly example: Example;
  readonly kind: 'like' | 'not';
}

export const duplicateExample = defineRule({
  id: 'duplicate-example',
  severity: 'error',
  category: 'meaning',
  summary:
    'The same utterance is an example of two intents of a group, or both `like` and `not` of one intent.',
  messages: {
    twoIntents: (data: { text: string; first: string; second: string }) => ({
      message: `"${data.text}" is an example of "${data.second}" and of "${data.first}"`,
      because: 'a request has one intent per group, so one of the two lines is wrong',
      help: 'keep the correct one and delete the other',
    }),
    likeAndNot: (data: { text: string; intent: string }) => ({
      message: `"${data.text}" is both \`like\` and \`not\` of "${data.intent}"`,
      because: 'the two lines cancel each other',
      help: 'delete one of them',
    }),
  },
  policy({ policy }, report) {
    for (const group of policy.intentGroups.values()) {
      const seen = new Map<string, Use[]>();
      for (const use of usesIn(group.intents)) {
        const earlier = seen.get(spokenAlike(use.example.text)) ?? [];
        const clash = earlier.find((other) => clashes(other, use));
        seen.set(spokenAlike(use.example.text), [...earlier, use]);
        if (clash === undefined) continue;
        const labels = [{ path: clash.example.at.path, span: clash.example.at.span, text: 'and here' }];
        const text = use.example.text;
        if (clash.intent === use.intent) {
          report('likeAndNot', use.example.at, { text, intent: use.intent }, { labels });
        } else {
          report('twoIntents', use.example.at, { text, first: clash.intent, second: use.intent }, { labels });
        }
      }
    }
  },
});

function usesIn(
  intents: readonly { name: string; like: readonly Example[]; not: readonly Example[] }[],
): Use[] {
  return intents.flatMap((intent) => [
    ...intent.like.map((example) => ({ intent: intent.name, example, kind: 'like' as const })),
    ...intent.not.map((example) => ({ intent: intent.name, example, kind: 'not' as const })),
  ]);
}

/** `not` of one intent may well be `like` of another: that is what it is for. */
function clashes(a: Use, b: Use): boolean {
  return a.intent === b.intent ? a.kind !== b.kind : a.kind === 'like' && b.kind === 'like';
}
