/**
 * The decision graph: the part of a policy that is needed for deciding. Plain read-only data that can be serialized
 * and evaluated without the parser. Test nodes read one fact and branch on atoms; outcome nodes name a rule; equal
 * sub-graphs are one node. Must not know syntax, diagnostics or analyses.
 */
import type { FactSpec, FactValue, TextPattern, ValueSet } from '../vocabulary/value-set.ts';

/** One way a request can be answered: a route's `use`, its `refuse`, or one of its canaries. */
export interface Rule {
  /** Route name; `otherwise` for the last. */
  readonly route: string;
  readonly kind: 'use' | 'refuse' | 'canary';
  /** Index into the route's canaries. */
  readonly canary?: number;
  /** The conditions in disjunctive form: one box is enough, all sides of a box must hold. An empty box always holds. */
  readonly boxes: readonly (readonly Side[])[];
  /**
   * Only where multiplying a guard's `any` groups out would make too many boxes: groups kept as they are. In addition
   * to one box, one box of every group must hold.
   */
  readonly also?: readonly (readonly (readonly Side[])[])[];
}
export interface Side {
  /** Index into `DecisionGraph.facts`. */
  readonly fact: number;
  readonly set: ValueSet;
}

export interface GraphFact extends FactSpec {
  /**
   * Numbers: where the policy's constants cut the line, ascending; see `atomOf`. A token counter may stop as soon as
   * its bounds lie between two cuts. Texts: the patterns, in order of first mention.
   */
  readonly cuts: readonly Cut[];
  readonly patterns: readonly TextPattern[];
  /**
   * Patterns of conditions that can never hold together with the others of their route: no decision asks for them, but
   * why that route did not match does. Absent where there are none.
   */
  readonly unreached?: readonly TextPattern[];
}
/** A boundary between two atoms: just below `at` when `before`, else just above it. */
export interface Cut {
  readonly at: number;
  readonly before: boolean;
}

export interface DecisionGraph {
  readonly version: 1;
  readonly policy: string;
  /** In the order in which they are read: by cost class, then by first mention. */
  readonly facts: readonly GraphFact[];
  /** In priority order; the last one, `otherwise`, always holds. */
  readonly rules: readonly Rule[];
}

export interface PathStep {
  /** Fact id. */
  readonly fact: string;
  readonly value: FactValue;
  /** The atom it fell into, in words: `up to 100k`, `pro or enterprise`, `not like "triage-*"`, `unknown`. */
  readonly branch: string;
}

export interface Decided {
  readonly kind: 'decided';
  /** Index into `DecisionGraph.rules`. */
  readonly rule: number;
  /** Their numbers in `DecisionGraph.facts`. */
  readonly asked: readonly number[];
  /** Facts in the order in which they were read. */
  readonly path: readonly PathStep[];
}
/** The evaluation needs this fact. */
export interface Need {
  readonly kind: 'need';
  readonly fact: GraphFact;
}
/** No rule holds: only in a policy without `otherwise`. */
export interface Undecided {
  readonly kind: 'none';
  readonly path: readonly PathStep[];
}
export type Decision = Decided | Need | Undecided;
