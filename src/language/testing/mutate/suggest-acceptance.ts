/**
 * An acceptance test that would kill a mutant of a share: over many callers of one request, the share of each model.
 * The policy's shares are counted once; a mutant is tried caller by caller. Knows candidates only by their scenario.
 */

import type { Scenario } from '../bind/scenario.ts';
import type { TestedPolicy } from '../bind/tested-policy.ts';
import { firstAnswers } from '../run/run-acceptance.ts';
import type { CountText } from '../run/scenario-facts.ts';

const KEYS = ['user', 'team', 'request'] as const;
/** Number of callers in a suggested test. */
const USERS = 2_000;

interface Base {
  readonly pieces: readonly { readonly words: string }[];
  readonly scenario: Scenario;
}

interface Shares {
  readonly base: Base;
  readonly by: (typeof KEYS)[number];
  /** The model that answers each caller. */
  readonly answers: string;
  readonly model: string;
  readonly percent: number;
}

export interface AcceptanceSearch {
  /**
   * Tests worth trying, the body of each from its second line on; `note` is called with the number of requests run.
   */
  bodies(mutated: TestedPolicy, bases: readonly Base[], note: (runs: number) => void): Iterable<string>;
}

export function createAcceptanceSearch(tested: TestedPolicy, countText: CountText): AcceptanceSearch {
  const known = new Map<Base, readonly Shares[]>();
  const answered = (policy: TestedPolicy, { scenario }: Base, by: Shares['by']): string =>
    firstAnswers(policy, { scenario, by, over: USERS }, countText, USERS);
  const sharesOf = (base: Base): readonly Shares[] => {
    const made =
      known.get(base) ??
      KEYS.flatMap((by): Shares[] => {
        const answers = answered(tested, base, by);
        const [model, percent] = dividedShare(answers) ?? [];
        return model === undefined || percent === undefined ? [] : [{ base, by, answers, model, percent }];
      });
    known.set(base, made);
    return made;
  };
  return {
    *bodies(mutated, bases, note) {
      const seen = new Set<string>();
      for (const shares of bases.flatMap(sharesOf)) {
        // Requests that do not differ in what shares read give the same result.
        if (seen.has(shares.answers)) continue;
        seen.add(shares.answers);
        note(USERS);
        if (answered(mutated, shares.base, shares.by) !== shares.answers) yield bodyOf(shares);
      }
    },
  };
}

/** The first model that answers some but not all callers, and its percentage. */
function dividedShare(answers: string): readonly [string, number] | undefined {
  const models = answers.split(',');
  const counts = Map.groupBy(models, (model) => model);
  for (const [model, own] of counts) {
    if (model !== 'nobody' && own.length < models.length) return [model, (own.length * 100) / models.length];
  }
  return undefined;
}

function bodyOf({ base, by, model, percent }: Shares): string {
  const [from, to] = [Math.max(0, Math.floor(percent - 1.5)), Math.min(100, Math.ceil(percent + 1.5))];
  const given = base.pieces.map(({ words }) => words);
  return [
    ...(given.length === 0 ? [] : [`  given ${given.join(', ')}`]),
    `  over ${USERS / 1_000}k ${by}s expect ${model} from ${from}% to ${to}%`,
  ].join('\n');
}
