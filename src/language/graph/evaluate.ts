/**
 * From known facts to a decision. The first rule that is still possible determines which fact is read next: the
 * cheapest of those that can settle it; a fact that can no longer change the answer is never read. Pure; does not
 * depend on the parser.
 *
 * Method: bit sets over all boxes (`fact-table.ts`), intersected as facts become known; the first bit left is the
 * first box that is still possible (after T. V. Lakshman and D. Stiliadis, "High-speed policy-based packet
 * forwarding", 1998).
 */
import type { FactValue, KnownFacts } from '../vocabulary/value-set.ts';
import type { Decision, DecisionGraph, Need, PathStep } from './decision-graph.ts';
import type { FactTable } from './fact-table.ts';
import { layOut } from './graph-layout.ts';
import { createPathTeller } from './tell-path.ts';

export interface Evaluator {
  readonly graph: DecisionGraph;
  /** Decided, or the one fact that must be known next. Takes microseconds; call it again with the fact added. */
  evaluate(known: KnownFacts): Decision;
}

const SETTLED = -1;
const IMPOSSIBLE = -2;
/** Run numbers mark facts that were read; they restart before they exceed 32 bits. */
const LAST_RUN = 0x7fff_ffff;

export function createEvaluator(graph: DecisionGraph): Evaluator {
  const layout = layOut(graph);
  const { boxFacts, boxesFrom, factsFrom, groups, leading, ruleOf, tables, words } = layout;
  const tellPath = createPathTeller(graph, layout);
  const needs = graph.facts.map((fact): Need => ({ kind: 'need', fact }));
  const ids = graph.facts.map((fact) => fact.id);
  const leadingWords = (leading + 31) >> 5;
  const isPlain = Uint8Array.from(graph.rules, ({ boxes, also }) =>
    boxes.length === 1 && also === undefined ? 1 : 0,
  );

  // Working memory of one evaluation; not used after the call.
  const live = new Int32Array(words);
  const asked: number[] = new Array(graph.facts.length).fill(0);
  const values: FactValue[] = new Array(graph.facts.length).fill(null);
  const askedIn = new Int32Array(graph.facts.length);
  let run = 0;

  function isLive(box: number): boolean {
    return ((live[box >> 5] as number) & (1 << (box & 31))) !== 0;
  }

  /** The cheapest fact of a live box that has not been read. */
  function openFact(box: number): number {
    const end = factsFrom[box + 1] as number;
    for (let i = factsFrom[box] as number; i < end; i += 1) {
      const fact = boxFacts[i] as number;
      if (askedIn[fact] !== run) return fact;
    }
    return SETTLED;
  }

  /** The same for alternatives of which one must hold. */
  function openFactAmong(first: number, end: number): number {
    let best = IMPOSSIBLE;
    for (let box = first; box < end; box += 1) {
      if (!isLive(box)) continue;
      const fact = openFact(box);
      if (fact === SETTLED) return SETTLED;
      if (best === IMPOSSIBLE || fact < best) best = fact;
    }
    return best;
  }

  function openFactOfRule(rule: number, firstLive: number): number {
    let best = openFactAmong(firstLive, boxesFrom[rule + 1] as number);
    for (const [first, end] of groups[rule] ?? []) {
      const fact = openFactAmong(first, end);
      if (fact === IMPOSSIBLE) return IMPOSSIBLE;
      if (best === SETTLED || (fact !== SETTLED && fact < best)) best = fact;
    }
    return best;
  }

  function evaluate(known: KnownFacts): Decision {
    if (run === LAST_RUN) {
      askedIn.fill(0);
      run = 0;
    }
    run += 1;
    live.fill(-1);
    let count = 0;
    let word = 0;
    let first = leadingIn(0);
    for (;;) {
      while (first === 0) {
        word += 1;
        if (word >= leadingWords) return ended(undefined, count);
        first = (live[word] as number) & leadingIn(word);
      }
      const box = (word << 5) + 31 - Math.clz32(first & -first);
      const rule = ruleOf[box] as number;
      const fact = isPlain[rule] === 1 ? openFact(box) : openFactOfRule(rule, box);
      if (fact === SETTLED) return ended(rule, count);
      if (fact === IMPOSSIBLE) {
        for (let dead = box; dead < (boxesFrom[rule + 1] as number); dead += 1)
          live[dead >> 5] = (live[dead >> 5] as number) & ~(1 << (dead & 31));
        first = (live[word] as number) & leadingIn(word);
        continue;
      }
      const value = known.get(ids[fact] as string);
      if (value === undefined) return needs[fact] as Need;
      const table = tables[fact] as FactTable;
      const rows = table.rows;
      const row = table.rowOf(value);
      askedIn[fact] = run;
      asked[count] = fact;
      values[count] = value;
      count += 1;
      // Words before this one contain no live box any more.
      for (let i = word; i < words; i += 1) live[i] = (live[i] as number) & (rows[row + i] as number);
      first = (live[word] as number) & leadingIn(word);
    }
  }

  /** The boxes of a word that represent rules; the others belong to further groups. */
  function leadingIn(word: number): number {
    const boxes = leading - (word << 5);
    return boxes >= 32 ? -1 : boxes <= 0 ? 0 : (1 << boxes) - 1;
  }

  /** The path is computed only when it is read. */
  function ended(rule: number | undefined, count: number): Decision {
    const facts = asked.slice(0, count);
    const answers = values.slice(0, count);
    const path = once(() => tellPath(facts, answers));
    if (rule !== undefined)
      return {
        kind: 'decided',
        rule,
        asked: facts,
        get path() {
          return path();
        },
      };
    return {
      kind: 'none',
      get path() {
        return path();
      },
    };
  }

  return { graph, evaluate };
}

function once(make: () => readonly PathStep[]): () => readonly PathStep[] {
  let made: readonly PathStep[] | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const evaluators = new WeakMap<DecisionGraph, Evaluator>();

/** The evaluator of a graph, made at the first call. */
export function evaluatorOf(graph: DecisionGraph): Evaluator {
  const known = evaluators.get(graph);
  if (known !== undefined) return known;
  const made = createEvaluator(graph);
  evaluators.set(graph, made);
  return made;
}

export function evaluate(graph: DecisionGraph, known: KnownFacts): Decision {
  return evaluatorOf(graph).evaluate(known);
}
