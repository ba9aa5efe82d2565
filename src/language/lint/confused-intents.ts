/**
 * Pairs of intents that a trained head cannot distinguish reliably. Knows heads and policies, no rule.
 */
import type { CompiledPolicy } from '../compile.ts';
import type { ConfusedPair } from '../heads/head.ts';
import type { Intent } from '../semantics/model.ts';

/** Mean probability that held-out examples give to the other intent: from here on they are too similar to distinguish. */
const HARDLY = 0.25;
/** One or two unusual examples do not make two intents similar: a third of them, or four, must be read as the other. */
const SEVERAL = 4;

export interface ConfusedIntents {
  readonly group: string;
  /** In the order of the text. */
  readonly first: Intent;
  readonly second: Intent;
  readonly centroids: number;
  readonly utterances: ConfusedPair['utterances'];
}

export function confusedIntents({ policy, heads }: CompiledPolicy): readonly ConfusedIntents[] {
  return [...heads].flatMap(([group, head]) => {
    const named = new Map(policy.intentGroups.get(group)?.intents.map((intent) => [intent.name, intent]));
    return head.calibration.confused.flatMap((pair): ConfusedIntents[] => {
      const [one, other] = [named.get(pair.first), named.get(pair.second)];
      if (one === undefined || other === undefined || pair.confusion < HARDLY) return [];
      const third = Math.ceil((one.like.length + other.like.length) / 3);
      if (pair.utterances.length < Math.min(SEVERAL, third)) return [];
      const [first, second] = one.at.span.start < other.at.span.start ? [one, other] : [other, one];
      return [{ group, first, second, centroids: pair.centroids, utterances: pair.utterances }];
    });
  });
}
