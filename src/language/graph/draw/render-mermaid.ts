/** A drawn graph as a Mermaid flowchart (mermaid.js.org/syntax/flowchart): questions in rhombs, outcomes in boxes. */
import type { DrawnGraph, DrawnNode } from './node-words.ts';

export function renderMermaid(graph: DrawnGraph): string {
  const lines = ['---', `title: ${JSON.stringify(graph.title)}`, '---', 'flowchart TD'];
  if (graph.missing !== undefined) lines.push(`  %% ${graph.missing}`);
  for (const [number, node] of graph.nodes.entries()) lines.push(`  n${number}${shape(node)}`);
  for (const [number, node] of graph.nodes.entries())
    for (const { branch, to } of node.edges) lines.push(`  n${number} -->|${quoted([branch])}| n${to}`);
  return `${lines.join('\n')}\n`;
}

function shape({ kind, lines }: DrawnNode): string {
  const words = quoted(lines);
  switch (kind) {
    case 'test':
      return `{${words}}`;
    case 'outcome':
      return `[${words}]`;
    case 'none':
    case 'more':
      return `([${words}])`;
  }
}

/** Inside quotes only quotes, `#` and the special characters of HTML have a meaning in Mermaid. */
function quoted(lines: readonly string[]): string {
  const codes: Readonly<Record<string, string>> = {
    '#': '#35;',
    '"': '#quot;',
    '<': '#lt;',
    '>': '#gt;',
    '&': '#amp;',
  };
  return `"${lines.map((line) => line.replace(/[#"<>&]/g, (sign) => codes[sign] ?? sign)).join('<br/>')}"`;
}
