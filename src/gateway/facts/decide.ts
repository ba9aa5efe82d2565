/**
 * Asks the graph, fetches what it needs, asks again: the loop that makes facts lazy. Facts that are at hand are
 * answered without leaving the stack; only stores and models are waited for.
 */

import type { Decided, GraphFact, Undecided } from '../../language/graph/decision-graph.ts';
import type { Evaluator } from '../../language/graph/evaluate.ts';
import type { FactValue } from '../../language/vocabulary/value-set.ts';

/** Learns one fact; `null` where it cannot be known. Never rejects. */
export type Extract = (fact: GraphFact) => FactValue | Promise<FactValue>;

/** What must be waited for before a value is looked at. */
export type Prepare = (fact: GraphFact, value: FactValue) => Promise<void> | undefined;

/** Decides over `known`, which is filled with every fact that was asked. */
export async function decide(
  evaluator: Evaluator,
  known: Map<string, FactValue>,
  extract: Extract,
  prepare: Prepare = () => undefined,
): Promise<Decided | Undecided> {
  for (;;) {
    const decision = evaluator.evaluate(known);
    if (decision.kind !== 'need') return decision;
    const extracted = extract(decision.fact);
    const value = extracted instanceof Promise ? await extracted : extracted;
    const prepared = prepare(decision.fact, value);
    if (prepared !== undefined) await prepared;
    known.set(decision.fact.id, value);
  }
}
