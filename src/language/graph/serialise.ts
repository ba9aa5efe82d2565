/**
 * A decision graph as JSON text and back. Plain JSON with one exception: JSON has no infinity, and token counts have
 * no upper bound, so infinities are written as numbers too large for a double, which every JSON reader returns as
 * infinite.
 */
import type { DecisionGraph } from './decision-graph.ts';

export function writeGraph(graph: DecisionGraph): string {
  return written(graph);
}

/** @throws when the text is not a graph of this version. */
export function readGraph(text: string): DecisionGraph {
  const graph = JSON.parse(text) as DecisionGraph;
  if (graph.version !== 1 || !Array.isArray(graph.facts) || !Array.isArray(graph.rules))
    throw new Error('this is not a decision graph of version 1');
  return graph;
}

function written(value: unknown): string {
  if (value === Infinity) return '1e999';
  if (value === -Infinity) return '-1e999';
  if (Array.isArray(value)) return `[${value.map(written).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${written(member)}`).join(',')}}`;
}
