/** A drawn graph in the DOT language of Graphviz (graphviz.org/doc/info/lang.html). */
import type { DrawnGraph, DrawnNode } from './node-words.ts';

export function renderDot(graph: DrawnGraph): string {
  const lines = [`digraph ${quoted([graph.title])} {`];
  if (graph.missing !== undefined) lines.push(`  label=${quoted([graph.missing])};`);
  lines.push('  node [fontname="sans-serif"];', '  edge [fontname="sans-serif", fontsize=10];');
  for (const [number, node] of graph.nodes.entries())
    lines.push(`  n${number} [label=${quoted(node.lines)}, ${style(node)}];`);
  for (const [number, node] of graph.nodes.entries())
    for (const { branch, to } of node.edges)
      lines.push(`  n${number} -> n${to} [label=${quoted([branch])}];`);
  return `${[...lines, '}'].join('\n')}\n`;
}

function style({ kind }: DrawnNode): string {
  switch (kind) {
    case 'test':
      return 'shape=ellipse';
    case 'outcome':
      return 'shape=box, style="filled", fillcolor="#eef6ee"';
    case 'none':
    case 'more':
      return 'shape=box, style="dashed"';
  }
}

function quoted(lines: readonly string[]): string {
  return `"${lines.map((line) => line.replace(/[\\"]/g, '\\$&')).join('\\n')}"`;
}
