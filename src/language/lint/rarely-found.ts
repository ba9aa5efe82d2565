/**
 * Intents of which fewer than half of the own examples are recognized when they are held out of training. Knows heads
 * and policies, no rule.
 */
import type { CompiledPolicy } from '../compile.ts';
import type { Intent } from '../semantics/model.ts';

const HALF = 0.5;
/** With fewer a share is mostly chance. */
const FEWEST = 6;

export interface RarelyFound {
  readonly group: string;
  readonly intent: Intent;
  readonly found: number;
  readonly count: number;
}

/** In the order of the text; nothing for a group whose head is not trained, or an intent of the standard library. */
export function rarelyFound({ policy, heads }: CompiledPolicy): readonly RarelyFound[] {
  return [...policy.intentGroups.values()].flatMap(({ name, intents }) => {
    const head = heads.get(name);
    if (head === undefined) return [];
    return intents.flatMap((intent): RarelyFound[] => {
      const recall = head.calibration.recall[head.labels.indexOf(intent.name)] ?? 1;
      const count = intent.like.length;
      if (intent.library !== undefined || count < FEWEST || recall >= HALF) return [];
      return [{ group: name, intent, found: Math.round(recall * count), count }];
    });
  });
}
