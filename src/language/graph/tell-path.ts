/**
 * The path of a decision: every fact that was read, with its value and branch. Walks the same bit sets as the
 * evaluator again, so that evaluation has no cost for paths that are not read.
 */
import type { FactValue, ValueSet } from '../vocabulary/value-set.ts';
import { branchWords, type FitsPattern } from './branch-words.ts';
import type { DecisionGraph, PathStep } from './decision-graph.ts';
import type { FactTable } from './fact-table.ts';
import type { GraphLayout } from './graph-layout.ts';

/** `fitsOf`: by number of the fact, for texts of which only the patterns that they fit are known. */
export type PathTeller = (
  facts: readonly number[],
  values: readonly FactValue[],
  fitsOf?: (fact: number) => FitsPattern | undefined,
) => readonly PathStep[];

export function createPathTeller(graph: DecisionGraph, layout: GraphLayout): PathTeller {
  const { askers, factsFrom, words, leading, ruleOf, tables } = layout;
  const factCounts = Uint16Array.from(ruleOf, (_, box) => (factsFrom[box + 1] ?? 0) - (factsFrom[box] ?? 0));
  const settlesAlone = Uint8Array.from(ruleOf, (rule, box) =>
    box < leading && graph.rules[rule]?.also === undefined ? 1 : 0,
  );
  const firstAlways = factCounts.findIndex((count, box) => count === 0 && settlesAlone[box] === 1);

  return (facts, values, fitsOf) => {
    const live = new Int32Array(words).fill(-1);
    const open = factCounts.slice();
    // Below a rule that certainly holds nothing matters any more.
    let end = firstAlways < 0 ? leading : firstAlways;
    const steps: PathStep[] = [];
    for (const [step, number] of facts.entries()) {
      const fact = graph.facts[number];
      const value = values[step];
      const table = tables[number];
      if (fact === undefined || value === undefined || table === undefined) continue;
      const sets: ValueSet[] = [];
      const askedBy = askers[number] ?? [];
      for (const { box, sets: own } of askedBy)
        if ((box < end || box >= leading) && isLive(live, box)) for (const set of own) sets.push(set);
      const fits = fitsOf?.(number);
      steps.push({ fact: fact.id, value, branch: branchWords(fact, value, sets, fits) });
      if (fits === undefined) narrow(live, table, value);
      else
        for (const { box, sets: own } of askedBy)
          if (!own.every((set) => textIsIn(set, fits))) kill(live, box);
      for (const { box } of askedBy) {
        const left = (open[box] ?? 0) - 1;
        open[box] = left;
        if (left === 0 && box < end && settlesAlone[box] === 1 && isLive(live, box)) end = box;
      }
    }
    return steps;
  };
}

function isLive(live: Int32Array, box: number): boolean {
  return ((live[box >> 5] ?? 0) & (1 << (box & 31))) !== 0;
}

function narrow(live: Int32Array, table: FactTable, value: FactValue): void {
  const row = table.rowOf(value);
  for (let word = 0; word < live.length; word += 1)
    live[word] = (live[word] ?? 0) & (table.rows[row + word] ?? 0);
}

function kill(live: Int32Array, box: number): void {
  live[box >> 5] = (live[box >> 5] ?? 0) & ~(1 << (box & 31));
}

/** A text that is known is in no other kind of set. */
export function textIsIn(set: ValueSet, fits: FitsPattern): boolean {
  return set.kind === 'texts' && set.any.some(fits) !== set.negated;
}
