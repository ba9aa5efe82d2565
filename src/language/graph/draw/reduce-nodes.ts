/**
 * Merges nodes that read the same fact and lead to the same nodes, bottom up, until nothing changes; then numbers
 * nodes from the root in reading order. Changes no decision.
 */

import type { GraphFact } from '../decision-graph.ts';
import { type Atom, atomsWords } from '../fact-atoms.ts';
import type { DraftEdge, DraftNode } from './draft-node.ts';

export function reduceNodes(facts: readonly GraphFact[], nodes: readonly DraftNode[]): DraftNode[] {
  let current = [...nodes];
  let target = merged(facts, current);
  while (target.some((to, number) => to !== number)) {
    const moved: readonly number[] = target;
    current = current.map((node) => redirected(node, moved));
    target = merged(facts, current);
    if (target.every((to, number) => to === moved[number])) break;
  }
  return fromRoot(current);
}

/** For each node the first one that is equal to it. */
function merged(facts: readonly GraphFact[], nodes: readonly DraftNode[]): number[] {
  const first = new Map<string, number>();
  return nodes.map((node, number) => {
    const key = keyOfNode(facts, node);
    const known = first.get(key);
    if (known === undefined) first.set(key, number);
    return known ?? number;
  });
}

/** By words and not by atoms: one of two nodes may distinguish values that make no difference to it. */
function keyOfNode(facts: readonly GraphFact[], node: DraftNode): string {
  switch (node.kind) {
    case 'test': {
      const fact = facts[node.fact];
      const all = node.edges.flatMap((edge) => edge.atoms);
      const edges = node.edges.map(({ atoms, to }) => `${fact ? atomsWords(fact, atoms, all) : ''}>${to}`);
      return `${node.fact}? ${edges.sort().join(' ')}`;
    }
    case 'outcome':
      return `!${node.rule}`;
    case 'none':
    case 'more':
      return node.kind;
  }
}

function redirected(node: DraftNode, target: readonly number[]): DraftNode {
  if (node.kind !== 'test') return node;
  const edges = new Map<number, readonly Atom[]>();
  for (const edge of node.edges) {
    const to = target[edge.to] ?? edge.to;
    edges.set(to, [...(edges.get(to) ?? []), ...edge.atoms]);
  }
  return { ...node, edges: [...edges].map(([to, atoms]): DraftEdge => ({ atoms, to })) };
}

/** Breadth first, so that numbers grow downwards. */
function fromRoot(nodes: readonly DraftNode[]): DraftNode[] {
  const numbers = new Map<number, number>([[0, 0]]);
  for (const old of numbers.keys()) {
    const node = nodes[old];
    if (node?.kind === 'test')
      for (const { to } of node.edges) if (!numbers.has(to)) numbers.set(to, numbers.size);
  }
  const kept: DraftNode[] = [];
  for (const old of numbers.keys()) {
    const node = nodes[old];
    if (node?.kind === 'test')
      kept.push({ ...node, edges: node.edges.map(({ atoms, to }) => ({ atoms, to: numbers.get(to) ?? 0 })) });
    else if (node !== undefined) kept.push(node);
  }
  return kept;
}
