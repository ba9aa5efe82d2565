/**
 * Known facts to a decision. The first rule that is still possible says which fact is asked next, the cheapest of
 * those that can settle it; a fact that can no longer change the answer is never asked. Pure; reaches no parser.
 *
 * Method: bit sets over all boxes (`fact-table.ts`), intersected lazily, one word at a time, as far as the first box
 * that is still possible (after T. V. Lakshman and D. Stiliadis, "High-speed policy-based packet forwarding", 1998).
 */
import type { FactValue, KnownFacts } from '../vocabulary/value-set.ts';
import type { Decision, DecisionGraph, Need, PathStep } from './decision-graph.ts';
import type { LiveSet } from './fact-table.ts';
import { layOut } from './graph-layout.ts';
import { createPathTeller } from './tell-path.ts';

export interface Evaluator {
  readonly graph: DecisionGraph;
  /** Decided, or the one fact that must be known next. Takes microseconds; call it again with the fact added. */
  evaluate(known: KnownFacts): Decision;
}

const SETTLED = -1;
const IMPOSSIBLE = -2;
/** Run numbers mark what was asked; they start over before they leave 32 bits. */
const LAST_RUN = 0x7fff_ffff;

export function createEvaluator(graph: DecisionGraph): Evaluator {
  const layout = layOut(graph);
  const { boxFacts, boxesFrom, factsFrom, groups, leading, ruleOf, tables } = layout;
  const tellPath = createPathTeller(graph, layout);
  const needs = graph.facts.map((fact): Need => ({ kind: 'need', fact }));
  const ids = graph.facts.map((fact) => fact.id);
  const leadingWords = (leading + 31) >> 5;
  const isPlain = graph.rules.map((rule) => rule.boxes.length === 1 && (rule.also ?? []).length === 0);

  // Scratch of one evaluation; nothing in it outlives the call.
  const asked = new Int32Array(graph.facts.length);
  const values: FactValue[] = new Array(graph.facts.length).fill(null);
  const lives: LiveSet[] = [];
  const askedIn = new Int32Array(graph.facts.length);
  let run = 0;
  let count = 0;

  /** Leading boxes of a word that no asked fact contradicts. */
  function liveWord(word: number): number {
    if (word >= leadingWords) return 0;
    const spare = leading - (word << 5);
    let live = spare >= 32 ? -1 : (1 << spare) - 1;
    for (let i = 0; i < count && live !== 0; i += 1) live &= (lives[i] as LiveSet)[word] as number;
    return live;
  }

  function isLive(box: number): boolean {
    const bit = 1 << (box & 31);
    for (let i = 0; i < count; i += 1)
      if ((((lives[i] as LiveSet)[box >> 5] as number) & bit) === 0) return false;
    return true;
  }

  /** The cheapest fact of a live box that has not been asked. */
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
    count = 0;
    let word = 0;
    let live = liveWord(0);
    for (;;) {
      while (live === 0) {
        word += 1;
        if (word >= leadingWords) return ended(undefined);
        live = liveWord(word);
      }
      const box = (word << 5) + 31 - Math.clz32(live & -live);
      const rule = ruleOf[box] as number;
      const fact = isPlain[rule] === true ? openFact(box) : openFactOfRule(rule, box);
      if (fact === SETTLED) return ended(rule);
      if (fact === IMPOSSIBLE) {
        const next = boxesFrom[rule + 1] as number;
        word = next >> 5;
        live = liveWord(word) & (-1 << (next & 31));
        continue;
      }
      const value = known.get(ids[fact] as string);
      if (value === undefined) return needs[fact] as Need;
      const left = (tables[fact] as (value: FactValue) => LiveSet)(value);
      askedIn[fact] = run;
      asked[count] = fact;
      values[count] = value;
      lives[count] = left;
      count += 1;
      live &= left[word] as number;
    }
  }

  /** The path is told only when somebody reads it. */
  function ended(rule: number | undefined): Decision {
    const facts = asked.slice(0, count);
    const answers = values.slice(0, count);
    let told: readonly PathStep[] | undefined;
    const path = (): readonly PathStep[] => {
      told ??= tellPath(facts, answers);
      return told;
    };
    if (rule !== undefined)
      return {
        kind: 'decided',
        rule,
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
