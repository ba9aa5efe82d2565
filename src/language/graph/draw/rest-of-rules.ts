/**
 * The remaining rules once some facts are known: the boxes still possible, without the sides already settled. Two
 * paths to the same remainder are one node of the graph.
 */
import type { ValueSet } from '../../vocabulary/value-set.ts';
import type { DecisionGraph, Side } from '../decision-graph.ts';
import { keyOf } from '../set-algebra.ts';

/** Rules that are still possible, in priority order; nothing follows a rule that surely holds. */
export type Rest = readonly RestRule[];
interface RestRule {
  readonly rule: number;
  /** Of each clause one box must hold; a clause that holds already is one empty box. */
  readonly clauses: readonly Clause[];
}
type Clause = readonly (readonly Side[])[];

export function restOf(graph: DecisionGraph): Rest {
  return tidied(graph.rules.map(({ boxes, also }, rule) => ({ rule, clauses: [boxes, ...(also ?? [])] })));
}

/** @param holds whether the answer is in a set. */
export function withAnswer(rest: Rest, fact: number, holds: (set: ValueSet) => boolean): Rest {
  return tidied(
    rest.map(({ rule, clauses }) => ({
      rule,
      clauses: clauses.map((boxes) =>
        boxes
          .filter((box) => box.every((side) => side.fact !== fact || holds(side.set)))
          .map((box) => box.filter((side) => side.fact !== fact)),
      ),
    })),
  );
}

function tidied(rules: readonly RestRule[]): Rest {
  const rest: RestRule[] = [];
  for (const { rule, clauses } of rules) {
    if (clauses.some((boxes) => boxes.length === 0)) continue;
    const tidy = clauses.map((boxes) => (boxes.some((box) => box.length === 0) ? [[]] : boxes));
    rest.push({ rule, clauses: tidy });
    if (tidy.every(isSettled)) break;
  }
  return rest;
}

function isSettled(boxes: Clause): boolean {
  return boxes[0]?.length === 0;
}

/** The rule that surely holds before any other can. */
export function settledRule(rest: Rest): number | undefined {
  const first = rest[0];
  return first?.clauses.every(isSettled) ? first.rule : undefined;
}

/** The cheapest fact that the first rule still needs. */
export function firstOpenFact(rest: Rest): number {
  const facts = rest[0]?.clauses.flat(2).map((side) => side.fact) ?? [];
  return Math.min(...facts);
}

/** Every set of a fact in the remaining conditions. */
export function setsFor(rest: Rest, fact: number): ValueSet[] {
  const sets: ValueSet[] = [];
  for (const { clauses } of rest)
    for (const side of clauses.flat(2)) if (side.fact === fact) sets.push(side.set);
  return sets;
}

export function keyOfRest(rest: Rest): string {
  return rest
    .map(({ rule, clauses }) => {
      const keys = clauses.map((boxes) =>
        [...new Set(boxes.map((box) => box.map((side) => `${side.fact}${keyOfSet(side.set)}`).join('&')))]
          .sort()
          .join('|'),
      );
      return `${rule}:${keys.join('^')}`;
    })
    .join(';');
}

const keys = new WeakMap<ValueSet, string>();
function keyOfSet(set: ValueSet): string {
  const known = keys.get(set);
  if (known !== undefined) return known;
  const made = keyOf(set);
  keys.set(set, made);
  return made;
}
