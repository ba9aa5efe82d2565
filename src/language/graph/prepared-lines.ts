/**
 * The explanation of a decision as one line, from parts that are made once per path: decisions that branched alike
 * differ only in their numbers. The same text as `explainDecision(…).explain`. Knows no request.
 */
import type { Policy } from '../semantics/model.ts';
import type { FactSpec, FactValue, KnownFacts } from '../vocabulary/value-set.ts';
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
  /** Undefined for a fact that the policy does not have. */
  readonly spec: FactSpec | undefined;
  readonly step: PathStep;
  /** Undefined for numbers, whose value is shown. */
  readonly words: string | undefined;
}

/** The facts of a path in order, by the class of each value, so that no request makes a key of them. */
interface Branches {
  path?: PreparedPath;
  readonly next: Map<ValueClass, Branches>;
}

/** Values of one class take the same branches everywhere, and differ in no word but a number. */
type ValueClass = FactValue;

export function prepareLines(policy: Policy, graph: DecisionGraph): PreparedLines {
  const byRule = new Map<number, Branches>();
  let count = 0;
  const classOf = graph.facts.map(classifierOf);

  function pathOf(decided: Decided, known: KnownFacts): PreparedPath {
    let branches = childOf(byRule, decided.rule);
    for (const fact of decided.asked) {
      const value = known.get(graph.facts[fact]?.id ?? '') ?? null;
      branches = childOf(branches.next, value === null ? null : (classOf[fact]?.(value) ?? null));
    }
    if (branches.path !== undefined) return branches.path;
    branches.path = prepared(policy, graph, decided);
    count += 1;
    if (count > MOST_PATHS) {
      byRule.clear();
      count = 0;
    }
    return branches.path;
  }

  return {
    line(decided, known, notes) {
      const { head, steps } = pathOf(decided, known);
      return joinSteps(head, steps.length, (index) => {
        const { spec, step, words } = steps[index] as PreparedStep;
        const note = notes.size === 0 ? undefined : notes.get(step.fact);
        if (spec === undefined) return undefined;
        if (words !== undefined && note === undefined) return words;
        return stepWords(spec, { ...step, value: known.get(step.fact) ?? null }, note);
      });
    },
  };
}

function childOf<K>(children: Map<K, Branches>, key: K): Branches {
  const known = children.get(key);
  if (known !== undefined) return known;
  const made: Branches = { next: new Map() };
  children.set(key, made);
  return made;
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
      return { spec, step: { fact: step.fact, value: null, branch: step.branch }, words };
    }),
  };
}

/** Of a value that is known. */
function classifierOf(fact: GraphFact): (value: NonNullable<FactValue>) => ValueClass {
  const { kind } = fact.domain;
  if (kind === 'number') {
    const thresholds = thresholdsOf(fact);
    return (value) => (typeof value === 'number' ? atomOf(thresholds, value) : null);
  }
  if (kind !== 'text') return (value) => value;
  const matchers = fact.patterns.map(matcherOf);
  const [only] = matchers;
  if (only !== undefined && matchers.length === 1) return (value) => only(String(value));
  return (value) => {
    let fits = '';
    for (const matches of matchers) fits += matches(String(value)) ? '1' : '0';
    return fits;
  };
}
