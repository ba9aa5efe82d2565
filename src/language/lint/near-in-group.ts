/**
 * Compares the examples of one intent group: which are close to which. Knows heads and policies, no rule.
 */
import type { Head } from '../heads/head.ts';
import { NEARLY_THE_SAME, type NearExample, nearExamples } from '../heads/near-examples.ts';
import type { Example, Intent, IntentGroup } from '../semantics/model.ts';
import { spokenAlike } from './spoken-alike.ts';

export interface NearPair {
  readonly first: { readonly intent: Intent; readonly example: Example };
  readonly second: { readonly intent: Intent; readonly example: Example };
  readonly similarity: number;
}

export interface NearInGroup {
  /** The nearest example of one intent to an example of another; undefined where none is among its nearest. */
  nearest(text: string, of: string, among: string): NearExample | undefined;
  /** Examples of two intents that say nearly the same in other words, each pair once, in the order of the text. */
  readonly pairs: readonly NearPair[];
}

export function nearInGroup({ intents }: IntentGroup, head: Head): NearInGroup {
  const all = intents.flatMap((intent) => intent.like.map((example) => ({ intent, example })));
  const near = nearExamples(
    all.map(({ intent, example }) => ({ intent: intent.name, text: example.text })),
    head.words,
  );
  const places = new Map(all.map(({ intent, example }, at) => [keyOf(intent.name, example.text), at]));
  const placeOf = (intent: string, text: string): number => places.get(keyOf(intent, text)) ?? -1;
  const pairs = all.flatMap((second, at) =>
    (near[at]?.others ?? []).flatMap(({ intent, text, similarity }): NearPair[] => {
      const before = placeOf(intent, text);
      const first = all[before];
      if (first === undefined || before >= at || similarity < NEARLY_THE_SAME) return [];
      // Identical texts are a contradiction, which another rule reports.
      return spokenAlike(text) === spokenAlike(second.example.text) ? [] : [{ first, second, similarity }];
    }),
  );
  return {
    nearest: (text, of, among) =>
      near[placeOf(of, text)]?.[of === among ? 'own' : 'others'].find(({ intent }) => intent === among),
    pairs,
  };
}

function keyOf(intent: string, text: string): string {
  return `${intent}\n${text}`;
}
