/**
 * Evaluates the graph, fetches the fact it needs, evaluates again: the loop that makes facts lazy. Without a promise while
 * every fact is there at once; only stores and models are awaited.
 */

import type { Decided, GraphFact, Undecided } from '../../language/graph/decision-graph.ts';
import type { Evaluator } from '../../language/graph/evaluate.ts';
import type { FactValue } from '../../language/vocabulary/value-set.ts';

export interface FactReader {
  /** Learns one fact; `null` where it cannot be known. Never rejects. */
  extract(fact: GraphFact): FactValue | Promise<FactValue>;
  /** What must be awaited before a value is read. */
  prepare?(fact: GraphFact, value: FactValue): Promise<void> | undefined;
}

type Answer = Decided | Undecided;

/** Decides from `known`, which is filled with every fact that is read. */
export function decide(
  evaluator: Evaluator,
  known: Map<string, FactValue>,
  reader: FactReader,
): Answer | Promise<Answer> {
  for (;;) {
    const decision = evaluator.evaluate(known);
    if (decision.kind !== 'need') return decision;
    const { fact } = decision;
    const value = reader.extract(fact);
    if (value instanceof Promise) return whenKnown(evaluator, known, reader, fact, value);
    const prepared = reader.prepare?.(fact, value);
    if (prepared !== undefined) return whenKnown(evaluator, known, reader, fact, value, prepared);
    known.set(fact.id, value);
  }
}

async function whenKnown(
  evaluator: Evaluator,
  known: Map<string, FactValue>,
  reader: FactReader,
  fact: GraphFact,
  extracted: FactValue | Promise<FactValue>,
  prepared?: Promise<void>,
): Promise<Answer> {
  const value = await extracted;
  await (prepared ?? reader.prepare?.(fact, value));
  known.set(fact.id, value);
  return decide(evaluator, known, reader);
}
