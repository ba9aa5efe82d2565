/**
 * Examples that a trained head does not read as their own intent, by intent. Knows heads and policies, no rule.
 */
import type { CompiledPolicy } from '../compile.ts';
import type { Intent } from '../semantics/model.ts';
import { confusedIntents } from './confused-intents.ts';
import { spokenAlike } from './spoken-alike.ts';

export interface MissedOfIntent {
  readonly intent: Intent;
  readonly missed: readonly { readonly text: string; readonly readAs: string | null }[];
}

/**
 * Group by group; nothing for a group whose head is not trained yet. An example that
 * contradicts another one, or is read as an intent that is too similar, is reported by the rule for that.
 */
export function missedExamples(
  compiled: CompiledPolicy,
): readonly { readonly group: string; readonly intents: readonly MissedOfIntent[] }[] {
  const { policy, heads } = compiled;
  const confused = confusedIntents(compiled);
  return [...policy.intentGroups.values()].flatMap(({ name, intents }) => {
    const head = heads.get(name);
    if (head === undefined) return [];
    const ofIntent = intents.map((intent) => ({
      intent,
      missed: head.calibration.missed.filter(
        (one) =>
          one.of === intent.name &&
          intent.like.some(({ text }) => text === one.text) &&
          !confused.some(({ first, second }) => isPair([first.name, second.name], [one.of, one.readAs])) &&
          !contradicted(intents, intent, one.text),
      ),
    }));
    return [{ group: name, intents: ofIntent.filter(({ missed }) => missed.length > 0) }];
  });
}

/** The same words are a `like` of another intent, or a `not` of this one. */
function contradicted(intents: readonly Intent[], own: Intent, text: string): boolean {
  const alike = (example: { readonly text: string }): boolean =>
    spokenAlike(example.text) === spokenAlike(text);
  return own.not.some(alike) || intents.some((other) => other !== own && other.like.some(alike));
}

function isPair(pair: readonly string[], names: readonly (string | null)[]): boolean {
  return names.every((name) => name !== null && pair.includes(name));
}
