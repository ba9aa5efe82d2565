// One utterance, two answers: the same example teaches two intents of a group, or is both `like` and `not` of one.
// Letters, digits and their order count; case, blanks and punctuation do not.
import type { Example, Intent } from '../../semantics/model.ts';
import { exampleAt, isOfLibrary } from '../library-examples.ts';
import { defineRule } from '../rule.ts';
import { spokenAlike } from '../spoken-alike.ts';

interface Use {
  readonly intent: Intent;
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
    sameLibrary: (data: { library: string; first: string; second: string }) => ({
      message: `"${data.second}" and "${data.first}" both have the examples of ${data.library}`,
      because: 'a request has one intent per group, so the two cannot be distinguished',
      help: 'use one of the two in every route, and delete the other',
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
        const [earlierAt, at] = [clash, use].map(({ intent, example }) => exampleAt(intent, example));
        if (earlierAt === undefined || at === undefined) continue;
        const labels = [{ path: earlierAt.path, span: earlierAt.span, text: 'and here' }];
        const text = use.example.text;
        const [first, second] = [clash.intent, use.intent];
        if (first === second) {
          report('likeAndNot', at, { text, intent: second.name }, { labels });
        } else if (isOfLibrary(clash.example) && isOfLibrary(use.example)) {
          // Every example of the two; the same report is made once.
          const library = second.library ?? '';
          report('sameLibrary', at, { library, first: first.name, second: second.name }, { labels });
        } else {
          report('twoIntents', at, { text, first: first.name, second: second.name }, { labels });
        }
      }
    }
  },
});

function usesIn(intents: readonly Intent[]): Use[] {
  return intents.flatMap((intent) => [
    ...intent.like.map((example) => ({ intent, example, kind: 'like' as const })),
    ...intent.not.map((example) => ({ intent, example, kind: 'not' as const })),
  ]);
}

/** `not` of one intent may well be `like` of another: that is what it is for. */
function clashes(a: Use, b: Use): boolean {
  return a.intent === b.intent ? a.kind !== b.kind : a.kind === 'like' && b.kind === 'like';
}
