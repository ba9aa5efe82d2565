/**
 * Features (`request has audio`) that no model of two rules can serve: such requests are refused before and after, so
 * that a region need not say that it is without them. Knows no words.
 */
import type { Rule } from '../../graph/decision-graph.ts';
import { needsAfter } from '../../planning/expected-output.ts';
import { featureOf, lacksOf, NEED_FLAGS, type NeedFlag } from '../../planning/requirements.ts';
import { modelsUnder } from '../../planning/targets-under.ts';
import { guardMentions } from '../space/guards.ts';
import { actionOf, stepsOf } from '../verdicts/outcome.ts';
import type { Change, Half } from './compare.ts';

/** Ids of the facts that say of a region of this change that it is without them. */
export type UnservedFacts = (change: Pick<Change, 'before' | 'after'>) => readonly string[];

export function unservedFeatures(old: Half, next: Half): UnservedFacts {
  const asked = new Set([old, next].flatMap(({ policy }) => guardMentions(policy)).map(({ fact }) => fact));
  const silent = NEED_FLAGS.filter((need) => !factsOf(need).some((fact) => asked.has(fact)));
  return ({ before, after }) =>
    silent
      .filter((need) => isUnserved(old, old.graph.rules[before], need))
      .filter((need) => isUnserved(next, next.graph.rules[after], need))
      .flatMap(factsOf);
}

/** Images are counted, too: without them is a count of 0. */
function factsOf(need: NeedFlag): readonly string[] {
  const flag = `request has ${featureOf(need)}`;
  return need === 'images' ? [flag, 'images'] : [flag];
}

function isUnserved({ policy }: Half, rule: Rule | undefined, need: NeedFlag): boolean {
  if (rule === undefined) return false;
  const { use } = actionOf(policy, rule);
  if (use === undefined) return false;
  const needs = { inputTokens: 0, tools: false, images: false, json: false, audio: false, [need]: true };
  if (!needsAfter(needs, stepsOf(policy, use))[need]) return false;
  return [...modelsUnder(policy, use.target)].every((name) => {
    const model = policy.models.get(name);
    return model !== undefined && lacksOf(model).includes(need);
  });
}
