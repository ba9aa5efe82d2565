/**
 * Guards as they are written, condition by condition, in a space: what proofs about single conditions are asked with.
 * Knows no finding.
 */
import type { Box } from '../../graph/boxes.ts';
import type { DecisionGraph, Rule } from '../../graph/decision-graph.ts';
import type { AnyTerm, Guard, Policy, Route, Term } from '../../semantics/model.ts';
import type { FactValue } from '../../vocabulary/value-set.ts';
import { holds } from '../../vocabulary/value-sets.ts';
import type { Groups } from './search.ts';
import type { Mention, Space } from './space.ts';

export function routesOf(policy: Policy): readonly Route[] {
  return [...policy.routes, ...(policy.otherwise === undefined ? [] : [policy.otherwise])];
}

export function termsOf(guard: Guard): Term[] {
  return guard.all.flatMap((item) => (item.kind === 'term' ? [item] : item.alternatives.flat()));
}

/** Every set as it is written: boxes have met and dropped some of them. */
export function guardMentions(policy: Policy): Mention[] {
  return routesOf(policy).flatMap(({ guard }) => termsOf(guard));
}

/** All of them hold. */
export function allOf(space: Space, terms: readonly Term[]): Groups {
  return terms.map((term) => space.covers(boxOf(term)));
}

/** One item of a guard holds. The same item of the same space is the same group. */
export function itemOf(space: Space, item: Term | AnyTerm): Groups {
  if (item.kind === 'term') return allOf(space, [item]);
  const known = groupsOfAny.get(space.covers) ?? new WeakMap<AnyTerm, Groups>();
  groupsOfAny.set(space.covers, known);
  const groups = known.get(item) ?? [anyOf(space, item.alternatives)];
  known.set(item, groups);
  return groups;
}

/** By what makes boxes of a space, which its copies share. */
const groupsOfAny = new WeakMap<Space['covers'], WeakMap<AnyTerm, Groups>>();

/** One of the alternatives holds. */
export function anyOf(space: Space, alternatives: readonly (readonly Term[])[]): Groups[number] {
  return alternatives.flatMap((terms) => space.covers(joined(terms)));
}

/** By term or alternative: a space keeps what it made of the same box. */
const boxes = new WeakMap<Term | readonly Term[], Box>();

function boxOf(term: Term): Box {
  const known = boxes.get(term) ?? new Map([[term.fact, [term.set]]]);
  boxes.set(term, known);
  return known;
}

function joined(terms: readonly Term[]): Box {
  const known = boxes.get(terms);
  if (known !== undefined) return known;
  const box = new Map<string, Term['set'][]>();
  for (const { fact, set } of terms) box.set(fact, [...(box.get(fact) ?? []), set]);
  boxes.set(terms, box);
  return box;
}

/** Straight from the rule's sets: the check of witnesses that do not follow from a decision. */
export function ruleHolds(graph: DecisionGraph, rule: Rule, values: ReadonlyMap<string, FactValue>): boolean {
  return [rule.boxes, ...(rule.also ?? [])].every((group) =>
    group.some((box) =>
      box.every(({ fact, set }) => holds(set, values.get(graph.facts[fact]?.id ?? '') ?? null)),
    ),
  );
}

/** Ids of the facts a rule asks. */
export function factsAsked(graph: DecisionGraph, rule: Rule): ReadonlySet<string> {
  const sides = [...rule.boxes, ...(rule.also ?? []).flat()].flat();
  return new Set(sides.map(({ fact }) => graph.facts[fact]?.id ?? ''));
}
