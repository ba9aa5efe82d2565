/**
 * A decision graph laid out for evaluation: every box has a number, boxes of a rule lie next to each other in priority
 * order, and each box lists its facts cheapest first. Derived, never stored.
 */
import type { DecisionGraph, Rule, Side } from './decision-graph.ts';
import { type BoxSides, createFactTable, type FactTable } from './fact-table.ts';

export interface GraphLayout {
  /** Words of a bit set over all boxes. */
  readonly words: number;
  /** Boxes below this number represent rules in priority order; those from here on belong to further groups. */
  readonly leading: number;
  readonly ruleOf: Int32Array;
  /** By fact: the boxes with a condition on it, ascending, and their conditions. */
  readonly askers: readonly (readonly BoxSides[])[];
  /** Distinct facts of box `b`, ascending: `boxFacts[factsFrom[b] … factsFrom[b + 1]]`. */
  readonly boxFacts: Int32Array;
  readonly factsFrom: Int32Array;
  /** By rule: its first leading box, and the one after its last. */
  readonly boxesFrom: Int32Array;
  /** By rule: further groups, as first box and the one after the last. */
  readonly groups: readonly (readonly (readonly [number, number])[])[];
  readonly tables: readonly FactTable[];
}

export function layOut(graph: DecisionGraph): GraphLayout {
  const sides: (readonly Side[])[] = [];
  const ruleOf: number[] = [];
  const boxesFrom = [0];
  const add = (rule: number, boxes: Rule['boxes']): readonly [number, number] => {
    const first = sides.length;
    for (const box of boxes) {
      sides.push(box);
      ruleOf.push(rule);
    }
    return [first, sides.length];
  };
  for (const [number, rule] of graph.rules.entries()) boxesFrom.push(add(number, rule.boxes)[1]);
  const leading = sides.length;
  const groups = graph.rules.map((rule, number) => (rule.also ?? []).map((group) => add(number, group)));

  const words = Math.max(1, (sides.length + 31) >> 5);
  const askers: BoxSides[][] = graph.facts.map(() => []);
  const boxFacts: number[] = [];
  const factsFrom = [0];
  for (const [box, own] of sides.entries()) {
    const facts = [...new Set(own.map((side) => side.fact))].sort((a, b) => a - b);
    for (const fact of facts) {
      boxFacts.push(fact);
      askers[fact]?.push({ box, sets: own.filter((side) => side.fact === fact).map((side) => side.set) });
    }
    factsFrom.push(boxFacts.length);
  }
  return {
    words,
    leading,
    ruleOf: Int32Array.from(ruleOf),
    askers,
    boxFacts: Int32Array.from(boxFacts),
    factsFrom: Int32Array.from(factsFrom),
    boxesFrom: Int32Array.from(boxesFrom),
    groups,
    tables: graph.facts.map((fact, number) =>
      createFactTable(fact, words, askers[number] ?? [], graph.facts.length),
    ),
  };
}
