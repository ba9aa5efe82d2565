/**
 * The decision graph drawn for people and tools: Mermaid, Graphviz, JSON and SVG. Draws the nodes a request walks
 * through, shared ones once, and says so where some are left out. Formats only; what the nodes are is `expand-graph.ts`.
 */
import type { Policy } from '../semantics/model.ts';
import type { DecisionGraph } from './decision-graph.ts';
import { DEFAULT_MOST_NODES, expandGraph } from './expand-graph.ts';
import { drawNodes } from './node-words.ts';
import { renderDot } from './render-dot.ts';
import { renderMermaid } from './render-mermaid.ts';
import { renderSvg } from './render-svg.ts';

export const GRAPH_FORMATS = ['mermaid', 'dot', 'svg', 'json'] as const;
export type GraphFormat = (typeof GRAPH_FORMATS)[number];

export interface RenderOptions {
  /** Lets outcomes say what the route does, not only its name. */
  readonly policy?: Policy;
  /** Questions drawn at most. */
  readonly mostNodes?: number;
  /** The graph is what leads to this route. */
  readonly route?: string;
}

/** Text that ends with a line break. */
export function renderGraph(graph: DecisionGraph, format: GraphFormat, options: RenderOptions = {}): string {
  const { mostNodes = DEFAULT_MOST_NODES, policy, route } = options;
  const expanded = expandGraph(graph, { mostNodes, isPart: route !== undefined });
  const drawn = drawNodes(expanded, policy, route);
  switch (format) {
    case 'mermaid':
      return renderMermaid(drawn);
    case 'dot':
      return renderDot(drawn);
    case 'svg':
      return renderSvg(drawn);
    case 'json': {
      const nodes = expanded.nodes.map((node, number) => {
        const does = drawn.nodes[number]?.lines[1];
        return node.kind === 'outcome' && does !== undefined ? { ...node, does } : node;
      });
      return `${JSON.stringify({ ...expanded, nodes }, undefined, 2)}\n`;
    }
  }
}
