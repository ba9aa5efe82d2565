/**
 * A guard as boxes: alternatives, each a set of values for a few facts. `any` groups are multiplied out while that
 * stays small; a guard whose groups would multiply past the limit keeps them as groups. Knows no order of facts.
 */
import type { AnyTerm, Guard, Term } from '../semantics/model.ts';
import type { FactSpec, ValueSet } from '../vocabulary/value-set.ts';
import { isFull, join, keyOf, meet, surelyWithin } from './set-algebra.ts';

/** Sets that must hold, by fact id. Several sets for one fact only where no single set can express them. */
export type Box = ReadonlyMap<string, readonly ValueSet[]>;

export interface Boxes {
  /** One must hold. */
  readonly boxes: readonly Box[];
  /** Of each further group one must hold too. */
  readonly also: readonly (readonly Box[])[];
}

/** Most alternatives that are multiplied out. */
export const MOST_BOXES = 512;

type Facts = ReadonlyMap<string, FactSpec>;
type Condition = Pick<Term, 'fact' | 'set'>;

export function boxesOf(facts: Facts, guard: Guard, more: readonly Condition[] = []): Boxes {
  const terms = guard.all.filter((item): item is Term => item.kind === 'term');
  const groups = guard.all.filter((item): item is AnyTerm => item.kind === 'any');
  const core = boxOf(facts, [...terms, ...more]);
  if (core === undefined) return { boxes: [], also: [] };
  let boxes: readonly Box[] = [core];
  const also: (readonly Box[])[] = [];
  for (const group of groups) {
    const alternatives = simplify(
      facts,
      group.alternatives.flatMap((terms) => boxOf(facts, terms) ?? []),
    );
    if (boxes.length * alternatives.length > MOST_BOXES) {
      also.push(alternatives);
      continue;
    }
    const product = boxes.flatMap((box) => alternatives.flatMap((other) => both(facts, box, other) ?? []));
    boxes = simplify(facts, product);
  }
  return { boxes, also: also.filter((group) => !group.some((box) => box.size === 0)) };
}

function boxOf(facts: Facts, conditions: readonly Condition[]): Box | undefined {
  const sets = new Map<string, ValueSet[]>();
  for (const { fact, set } of conditions) {
    const known = sets.get(fact);
    if (known === undefined) sets.set(fact, [set]);
    else known.push(set);
  }
  return tidy(facts, sets);
}

function both(facts: Facts, a: Box, b: Box): Box | undefined {
  const sets = new Map(a);
  for (const [fact, more] of b) sets.set(fact, [...(sets.get(fact) ?? []), ...more]);
  return tidy(facts, sets);
}

/** Meets the sets of each fact; undefined when the box holds nothing. Sides that always hold are dropped. */
function tidy(facts: Facts, sets: Box): Box | undefined {
  const box = new Map<string, readonly ValueSet[]>();
  for (const [fact, parts] of sets) {
    const spec = facts.get(fact);
    if (spec === undefined) throw new Error(`the policy does not list the fact ${fact}`);
    const met = meet(spec, parts);
    if (met === undefined) return undefined;
    const open = met.filter((set) => !isFull(spec, set));
    if (open.length > 0) box.set(fact, open);
  }
  return box;
}

/** More boxes than this are not compared each with each other. */
const MOST_COMPARED = 512;

/** Drops boxes inside others and joins boxes that differ in one fact, so that no fact is read that cannot matter. */
function simplify(facts: Facts, boxes: readonly Box[]): readonly Box[] {
  return boxes.length > MOST_COMPARED ? joinedAlike(facts, boxes) : compared(facts, boxes);
}

/** Of thousands of boxes: fact by fact, those that are alike in all others are one box. */
function joinedAlike(facts: Facts, boxes: readonly Box[]): readonly Box[] {
  const kept = new Set(boxes);
  const byFact = new Map<string, Box[]>();
  const list = (box: Box): void => {
    for (const fact of box.keys()) {
      const known = byFact.get(fact);
      if (known === undefined) byFact.set(fact, [box]);
      else known.push(box);
    }
  };
  for (const box of boxes) list(box);
  for (const [fact, asking] of byFact) {
    const alike = Map.groupBy(
      asking.filter((box) => kept.has(box)),
      (box) => keyOfOthers(box, fact),
    );
    for (const group of alike.values()) {
      const joint = group.length > 1 ? joinedIn(facts, fact, group) : undefined;
      if (joint === undefined) continue;
      for (const box of group) kept.delete(box);
      kept.add(joint);
      list(joint);
    }
  }
  return [...kept];
}

function keyOfOthers(box: Box, fact: string): string {
  const sides = [...box].map(([id, sets]) => (id === fact ? [] : [id, ...sets.map(keyOf)]));
  return JSON.stringify(sides.sort());
}

function compared(facts: Facts, boxes: readonly Box[]): readonly Box[] {
  const kept: Box[] = [];
  const waiting = [...boxes].reverse();
  for (let box = waiting.pop(); box !== undefined; box = waiting.pop()) {
    const found = box;
    if (kept.some((other) => inside(found, other))) continue;
    const partner = kept.findIndex((other) => inside(other, found) || joined(facts, other, found));
    const other = kept[partner];
    if (other === undefined) {
      kept.push(found);
      continue;
    }
    kept.splice(partner, 1);
    waiting.push(inside(other, found) ? found : (joined(facts, other, found) ?? found));
  }
  return kept;
}

function inside(inner: Box, outer: Box): boolean {
  for (const [fact, sets] of outer) {
    const own = inner.get(fact);
    if (own === undefined || !sets.every((set) => own.some((part) => surelyWithin(part, set)))) return false;
  }
  return true;
}

function areEqual(a: readonly ValueSet[], b: readonly ValueSet[]): boolean {
  return a.length === b.length && a.every((set, at) => keyOf(set) === keyOf(b[at] as ValueSet));
}

function joined(facts: Facts, a: Box, b: Box): Box | undefined {
  if (a.size !== b.size) return undefined;
  let differs: string | undefined;
  for (const [fact, sets] of a) {
    const others = b.get(fact);
    if (others === undefined) return undefined;
    if (areEqual(sets, others)) continue;
    if (differs !== undefined) return undefined;
    differs = fact;
  }
  return differs === undefined ? a : joinedIn(facts, differs, [a, b]);
}

/** One box for several that are alike in all facts but one; undefined where no one set can say it. */
function joinedIn(facts: Facts, fact: string, boxes: readonly Box[]): Box | undefined {
  const sets = boxes.flatMap((box) => box.get(fact) ?? []);
  const [box] = boxes;
  const [first, ...more] = sets;
  if (box === undefined || first === undefined || sets.length > boxes.length) return undefined;
  const flags = new Set(sets.map((set) => (set.kind === 'flag' ? set.value : undefined)));
  if (flags.has(true) && flags.has(false) && facts.get(fact)?.canBeUnknown === false) {
    const rest = new Map(box);
    rest.delete(fact);
    return rest;
  }
  const set = join(first, ...more);
  return set === undefined ? undefined : tidy(facts, new Map(box).set(fact, [set]));
}
