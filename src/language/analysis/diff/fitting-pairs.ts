/**
 * For two rules that do the same with a request: the requests for which one of the models below is another candidate
 * than it was, as boxes of a space. What is certain comes before what is possible. Knows no search.
 */
import type { Rule } from '../../graph/decision-graph.ts';
import { modelsUnder, namesUnder } from '../../planning/targets-under.ts';
import type { Policy } from '../../semantics/model.ts';
import type { FactSpec, ValueSet } from '../../vocabulary/value-set.ts';
import { FIT_FACTS, OUTPUT } from '../space/fit-boxes.ts';
import { guardMentions, routesOf } from '../space/guards.ts';
import type { Cover, Groups } from '../space/search.ts';
import { type Mention, mentionsIn, type Space } from '../space/space.ts';
import { actionOf, stepsOf } from '../verdicts/outcome.ts';
import {
  changedModels,
  type FitDifference,
  type FitPart,
  type FitUse,
  fitDifference,
} from './fit-differences.ts';
import { windowOrder } from './too-long-moves.ts';

export interface FittingPair {
  readonly within: Groups;
  readonly isCertain: boolean;
  /** The model that is another candidate; without one it is the order of windows that matters. */
  readonly model?: string;
  readonly of: FitPart['of'] | 'windows';
  /** What is reported as certain is not reported again as possible. */
  readonly known: Cover[];
}

export interface FitDifferences {
  /** Constants of the boxes; none where all models are the same candidates. */
  readonly mentions: readonly Mention[];
  readonly facts: ReadonlyMap<string, FactSpec>;
  within(space: Space): (before: Rule, after: Rule) => readonly FittingPair[];
}

const NOWHERE: FitDifferences = { mentions: [], facts: new Map(), within: () => () => [] };

export function fitDifferences(before: Policy, after: Policy): FitDifferences {
  const changed = changedModels(before, after);
  if (changed.length === 0) return NOWHERE;
  const asked = [before, after]
    .flatMap(guardMentions)
    .flatMap(({ fact, set }): ValueSet[] => (fact === OUTPUT.id ? [set] : []));
  const known = new Map<string, readonly FitDifference[]>();
  const differencesOf = (use: FitUse): readonly FitDifference[] => {
    const key = JSON.stringify([use.steps, use.region]);
    const found =
      known.get(key) ?? changed.flatMap((name) => fitDifference(before, after, name, use, asked) ?? []);
    known.set(key, found);
    return found;
  };
  const boxes = usesOf(after)
    .flatMap(differencesOf)
    .flatMap(({ parts }) => parts.flatMap((part) => part.boxes));
  return {
    mentions: mentionsIn({ boxes, also: [] }),
    facts: new Map(FIT_FACTS.map((spec) => [spec.id, spec])),
    within: (space) => (rule, other) => {
      const [was, use] = [useOf(before, rule), useOf(after, other)];
      if (was === undefined || use === undefined) return [];
      const models = modelsUnder(after, use.target);
      const fitted = differencesOf(use.fit)
        .filter(({ model }) => models.has(model))
        .flatMap((difference) => pairsOf(space, difference, asksAll(after, use.target)));
      fitted.push(
        ...differencesOf(use.copies)
          .filter(({ model }) => use.copied.has(model))
          .flatMap((difference) => pairsOf(space, difference, false)),
      );
      if (windowOrder(before, was.target) === windowOrder(after, use.target)) return fitted;
      return [...fitted, { within: [], isCertain: true, of: 'windows', known: [] }];
    },
  };
}

/** Of a pool, split or rollout another member may be the one that is asked; of a chain all can be. */
function asksAll(policy: Policy, target: string): boolean {
  return [...namesUnder(policy, target)].every((name) => {
    const kind = policy.targets.get(name)?.kind ?? 'chain';
    return kind === 'chain';
  });
}

function pairsOf(space: Space, { model, parts }: FitDifference, all: boolean): FittingPair[] {
  const known = { fit: [] as Cover[], limit: [] as Cover[] };
  return parts.map(({ of, isCertain, boxes }) => ({
    within: space.groups({ boxes, also: [] }),
    isCertain: isCertain && all,
    model,
    of,
    known: known[of],
  }));
}

interface RuleUse {
  readonly target: string;
  readonly fit: FitUse;
  /** Models that are sent copies. No region binds them, and of each request only a share is copied. */
  readonly copied: ReadonlySet<string>;
  readonly copies: FitUse;
}

function useOf(policy: Policy, rule: Rule): RuleUse | undefined {
  const { action, use } = actionOf(policy, rule);
  if (use === undefined) return undefined;
  const steps = stepsOf(policy, use);
  return {
    target: use.target,
    fit: { steps, region: action.region },
    copied: new Set(action.mirrors.map(({ model }) => model)),
    copies: { steps },
  };
}

/** What all rules do with a request before it is fitted. */
function usesOf(policy: Policy): FitUse[] {
  return routesOf(policy).flatMap(({ action }) =>
    [...action.canaries, ...(action.use === undefined ? [] : [action.use])].flatMap((use): FitUse[] => {
      const steps = stepsOf(policy, use);
      const copies = action.mirrors.length > 0 && action.region !== undefined ? [{ steps }] : [];
      return [{ steps, region: action.region }, ...copies];
    }),
  );
}
