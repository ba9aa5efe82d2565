/**
 * The path of a decision: every asked fact with its value and the branch it took. Walks the same bit sets as the
 * evaluator again, so that evaluating pays nothing for a path that nobody reads.
 */
import type { FactValue, ValueSet } from '../vocabulary/value-set.ts';
import { branchWords } from './branch-words.ts';
import type { DecisionGraph, PathStep } from './decision-graph.ts';
import type { GraphLayout } from './graph-layout.ts';

export type PathTeller = (facts: Int32Array, values: readonly FactValue[]) => readonly PathStep[];

export function createPathTeller(graph: DecisionGraph, layout: GraphLayout): PathTeller {
  const { sides, words, leading, tables, ruleOf } = layout;
  return (facts, values) => {
    const live = new Int32Array(words).fill(-1);
    const asked = new Set<number>();
    const steps: PathStep[] = [];
    for (const [step, number] of facts.entries()) {
      const fact = graph.facts[number];
      const value = values[step];
      const table = tables[number];
      if (fact === undefined || value === undefined || table === undefined) continue;
      steps.push({ fact: fact.id, value, branch: branchWords(fact, value, openSets(number, live, asked)) });
      asked.add(number);
      const left = table(value);
      for (let word = 0; word < words; word += 1) live[word] = (live[word] ?? 0) & (left[word] ?? 0);
    }
    return steps;
  };

  /** What boxes that are still possible ask of the fact. Below a rule that holds already nothing matters any more. */
  function openSets(fact: number, live: Int32Array, asked: ReadonlySet<number>): ValueSet[] {
    const sets: ValueSet[] = [];
    for (let box = 0; box < sides.length; box += 1) {
      if (((live[box >> 5] ?? 0) & (1 << (box & 31))) === 0) continue;
      const own = sides[box] ?? [];
      const settles = own.every((side) => asked.has(side.fact));
      if (settles && box < leading && (graph.rules[ruleOf[box] ?? -1]?.also ?? []).length === 0) {
        box = leading - 1;
        continue;
      }
      for (const side of own) if (side.fact === fact) sets.push(side.set);
    }
    return sets;
  }
}
