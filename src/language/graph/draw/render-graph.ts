/**
 * Draws the decision graph for people and tools: Mermaid, Graphviz, JSON and SVG. Draws the nodes that a request
 * passes, shared ones once, and states where some are left out. Formats only; `expand-graph.ts` computes the nodes.
 */
import type { Policy } from '../../semantics/model.ts';
import type { DecisionGraph } from '../decision-graph.ts';
import { DEFAULT_MOST_NODES, expandGraph } from './expand-graph.ts';
import { drawNodes } from './node-words.ts';
import { renderDot } from './render-dot.ts';
import { renderMermaid } from './render-mermaid.ts';
import { renderSvg } from './render-svg.ts';

export const GRAPH_FORMATS = ['mermaid', 'dot', 'svg', 'json'] as const;
export type GraphFormat = (typeof GRAPH_FORMATS)[number];

export interface RenderOptions {
  /** Lets outcomes show what the route does, not only its name. */
  readonly policy?: Policy;
  /** Most questions drawn. */
  readonly mostNodes?: number;
  /** Draws only what leads to this route. */
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
