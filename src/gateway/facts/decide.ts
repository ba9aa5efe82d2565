/**
 * Evaluates the graph, fetches the fact it needs, evaluates again: the loop that makes facts lazy. Available facts
 * are read synchronously; only stores and models are awaited.
 */

import type { Decided, GraphFact, Undecided } from '../../language/graph/decision-graph.ts';
import type { Evaluator } from '../../language/graph/evaluate.ts';
import type { FactValue } from '../../language/vocabulary/value-set.ts';

/** Learns one fact; `null` where it cannot be known. Never rejects. */
export type Extract = (fact: GraphFact) => FactValue | Promise<FactValue>;

/** What must be awaited before a value is read. */
export type Prepare = (fact: GraphFact, value: FactValue) => Promise<void> | undefined;

/** Decides from `known`, which is filled with every fact that is read. */
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
