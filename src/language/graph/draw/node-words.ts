/**
 * The text in the boxes of a drawn graph, the same for all formats. An outcome names its route and, where the policy
 * is available, what the route does.
 */
import type { Policy, Refusal, Route, Use } from '../../semantics/model.ts';
import type { ExpandedGraph, GraphEdge, GraphNode, OutcomeNode } from './expand-graph.ts';

export interface DrawnGraph {
  readonly title: string;
  readonly nodes: readonly DrawnNode[];
  /** A sentence about what is not drawn; absent when everything is. */
  readonly missing?: string;
}
export interface DrawnNode {
  readonly kind: GraphNode['kind'];
  readonly lines: readonly string[];
  readonly edges: readonly GraphEdge[];
}

/** Letters of a branch that fit into a drawing; JSON has them all. */
const LONGEST_BRANCH = 60;

/** `route`: the graph contains only what leads to it. */
export function drawNodes(graph: ExpandedGraph, policy: Policy | undefined, route?: string): DrawnGraph {
  const tests = graph.nodes.filter((node) => node.kind === 'test').length;
  return {
    title: graph.policy,
    nodes: graph.nodes.map((node) => ({
      kind: node.kind,
      lines: linesOf(node, policy),
      edges:
        node.kind === 'test' ? node.edges.map(({ branch, to }) => ({ branch: shortened(branch), to })) : [],
    })),
    ...(graph.complete ? {} : { missing: missingWords(tests, route) }),
  };
}

function missingWords(tests: number, route: string | undefined): string {
  return route === undefined
    ? `This drawing is not complete: it stops after ${tests} questions.`
    : `This drawing is not complete: it shows only what leads to the route ${route}.`;
}

function shortened(words: string): string {
  return words.length <= LONGEST_BRANCH ? words : `${words.slice(0, LONGEST_BRANCH - 3)}...`;
}

function linesOf(node: GraphNode, policy: Policy | undefined): string[] {
  switch (node.kind) {
    case 'test':
      return [node.fact];
    case 'none':
      return ['no route matches'];
    case 'more':
      return ['more, not drawn'];
    case 'outcome': {
      const route = [...(policy?.routes ?? []), policy?.otherwise].find(
        (other) => other?.name === node.route,
      );
      return route === undefined ? [outcomeName(node)] : [outcomeName(node), doesWords(node, route)];
    }
  }
}

function outcomeName(node: OutcomeNode): string {
  return node.answer === 'canary' ? `${node.route} (canary)` : node.route;
}

function doesWords(node: OutcomeNode, { action }: Route): string {
  if (node.answer === 'refuse') return action.refuse === undefined ? 'refuse' : refusalWords(action.refuse);
  const use = node.canary === undefined ? action.use : action.canaries[node.canary];
  return use === undefined ? node.answer : useWords(use);
}

function useWords({ target, transforms, orRefuse }: Use): string {
  const parts = [`use ${target}`];
  if (transforms.length > 0) parts.push(`with ${transforms.join(', ')}`);
  if (orRefuse !== undefined) parts.push(`or ${refusalWords(orRefuse)}`);
  return parts.join(' ');
}

function refusalWords({ status }: Refusal): string {
  return `refuse ${status}`;
}
