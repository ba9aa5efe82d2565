/**
 * The explanation of a decision as one line, from parts that are made once per path: decisions that branched alike
 * differ only in their numbers. The same text as `explainDecision(…).explain`. Knows no request.
 */
import type { Policy } from '../semantics/model.ts';
import type { FactValue, KnownFacts } from '../vocabulary/value-set.ts';
import { atomOf, thresholdsOf } from './atoms.ts';
import type { Decided, DecisionGraph, GraphFact, PathStep } from './decision-graph.ts';
import { headOf, joinSteps, orderedSteps, stepWords } from './explain.ts';
import { matcherOf } from './match-text.ts';

export interface PreparedLines {
  /** @param notes figures that belong to a fact, by fact id */
  line(decided: Decided, known: KnownFacts, notes: ReadonlyMap<string, string>): string;
}

/** Paths of one policy that are kept; a policy has few, unless callers choose many texts. */
const MOST_PATHS = 1_000;

interface PreparedPath {
  readonly head: string;
  readonly steps: readonly PreparedStep[];
}

interface PreparedStep {
  readonly step: PathStep;
  /** Undefined for numbers, whose value is shown. */
  readonly words: string | undefined;
}

export function prepareLines(policy: Policy, graph: DecisionGraph): PreparedLines {
  const paths = new Map<string, PreparedPath>();
  const classOf = graph.facts.map(classifierOf);

  function pathOf(decided: Decided, known: KnownFacts): PreparedPath {
    let key = String(decided.rule);
    for (const fact of decided.asked)
      key += `\0${classOf[fact]?.(known.get(graph.facts[fact]?.id ?? '') ?? null)}`;
    const kept = paths.get(key);
    if (kept !== undefined) return kept;
    const made = prepared(policy, graph, decided);
    if (paths.size >= MOST_PATHS) paths.clear();
    paths.set(key, made);
    return made;
  }

  return {
    line(decided, known, notes) {
      const { head, steps } = pathOf(decided, known);
      return joinSteps(head, steps.length, (index) => {
        const { step, words } = steps[index] as PreparedStep;
        const note = notes.size === 0 ? undefined : notes.get(step.fact);
        const spec = policy.facts.get(step.fact);
        if (spec === undefined) return undefined;
        if (words !== undefined && note === undefined) return words;
        return stepWords(spec, { ...step, value: known.get(step.fact) ?? null }, note);
      });
    },
  };
}

function prepared(policy: Policy, graph: DecisionGraph, decided: Decided): PreparedPath {
  const rule = graph.rules[decided.rule];
  return {
    head: headOf(rule),
    // Without the values, which may be whole prompts.
    steps: orderedSteps(policy, rule?.route, decided.path).map((step) => {
      const spec = policy.facts.get(step.fact);
      const isNumber = spec?.domain.kind === 'number' && step.value !== null;
      const words = spec === undefined || isNumber ? undefined : stepWords(spec, step, undefined);
      return { step: { fact: step.fact, value: null, branch: step.branch }, words };
    }),
  };
}

/** Values of one class take the same branches everywhere, and differ in no word but a number. */
function classifierOf(fact: GraphFact): (value: FactValue) => string | number {
  const { kind } = fact.domain;
  if (kind === 'number') {
    const thresholds = thresholdsOf(fact);
    return (value) => (typeof value === 'number' ? atomOf(thresholds, value) : '-');
  }
  if (kind !== 'text') return (value) => (value === null ? '-' : `=${String(value)}`);
  const matchers = fact.patterns.map(matcherOf);
  return (value) => {
    if (value === null) return '-';
    let fits = '';
    for (const matches of matchers) fits += matches(String(value)) ? '1' : '0';
    return fits;
  };
}
