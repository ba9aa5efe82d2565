/**
 * For which requests two rules that take them do something else: all, none, or those of some cells of a quality table.
 * Must not know which requests the rules take.
 */

import { dearerInAll, type IsDearer } from '../../planning/compare-prices.ts';
import { poolsUnder } from '../../planning/targets-under.ts';
import type { Policy } from '../../semantics/model.ts';
import type { Cover } from '../space/search.ts';
import type { TableCells } from '../space/table-cells.ts';
import type { Outcome } from '../verdicts/outcome.ts';
import { choicesKey, qualityFor } from '../verdicts/pool-choices.ts';

export interface OutcomesOfPolicy {
  readonly policy: Policy;
  /** By rule; undefined: no rule matches the request. */
  readonly outcomes: readonly (Outcome | undefined)[];
}

/** A list: boxes of the tables, alike in what changes. `unknown`: the tables differ, and distinguish too many cells. */
export type Difference = 'nowhere' | 'everywhere' | 'unknown' | readonly (readonly Cover[])[];

export function outcomeDifferences(
  old: OutcomesOfPolicy,
  next: OutcomesOfPolicy,
  table: TableCells | undefined,
): (before: number, after: number) => Difference {
  const isDearer = dearerInAll([old.policy, next.policy]);
  const [keysBefore, keysAfter] = [old, next].map(({ policy }) =>
    table === undefined ? undefined : choicesByCell(policy, table, isDearer),
  );
  return (before, after) => {
    const [a, b] = [old.outcomes[before], next.outcomes[after]];
    if (a === undefined || b === undefined) return a === b ? 'nowhere' : 'everywhere';
    if (a.route !== b.route || a.kind !== b.kind || a.key !== b.key) return 'everywhere';
    if (a.target === undefined || b.target === undefined) return 'nowhere';
    if (table === undefined || keysBefore === undefined || keysAfter === undefined)
      return tableKey(old.policy, a.target) === tableKey(next.policy, b.target) ? 'nowhere' : 'unknown';
    const [was, is] = [keysBefore(a.target), keysAfter(b.target)];
    const moved = table.cells.flatMap((cell, at) =>
      was[at] === is[at] ? [] : [{ cell, key: `${was[at]} ${is[at]}` }],
    );
    if (moved.length === 0) return 'nowhere';
    return [...Map.groupBy(moved, ({ key }) => key).values()].map((group) =>
      table.coversOf(group.map(({ cell }) => cell)),
    );
  };
}

/** By target: for every cell the models that its pools choose among. */
function choicesByCell(
  policy: Policy,
  { cells }: TableCells,
  isDearer: IsDearer,
): (target: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  const keysOf = (target: string): readonly string[] => {
    const pools = poolsUnder(policy, target);
    if (pools.length === 0) return cells.map(() => '');
    return cells.map(({ values }) => {
      const quality = qualityFor(policy, values);
      return pools.map((pool) => choicesKey(policy, pool, quality, isDearer)).join('|');
    });
  };
  return (target) => {
    const keys = known.get(target) ?? keysOf(target);
    known.set(target, keys);
    return keys;
  };
}

/** All that pools below a target could read. */
function tableKey(policy: Policy, target: string): string {
  const bounds = poolsUnder(policy, target).map(({ goodEnoughAt }) => goodEnoughAt ?? null);
  return bounds.every((bound) => bound === null) ? '' : JSON.stringify([bounds, policy.quality?.cells]);
}
