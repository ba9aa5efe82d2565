/**
 * A drawn graph as one SVG picture, left to right, without any other tool. Text widths are estimated: a picture has no
 * font to measure. Colours follow the reader's light or dark preference.
 */
import { layerNodes, type Place } from './layer-nodes.ts';
import type { DrawnGraph, DrawnNode } from './node-words.ts';

const LETTER = 7;
const LINE_HEIGHT = 16;
const ROW_HEIGHT = 54;
const MARGIN = 20;
const PADDING = 12;
const STYLE =
  'text{font:13px sans-serif;fill:#222}.branch{font-size:11px;fill:#555;paint-order:stroke;stroke:#fff;stroke-width:4px}' +
  'rect{fill:#fff;stroke:#888}.test{fill:#eef2fb;stroke:#5b7bb4}.outcome{fill:#eef6ee;stroke:#5a9a5a}.none,.more{stroke-dasharray:4}' +
  'path{fill:none;stroke:#999}@media(prefers-color-scheme:dark){text{fill:#eee}.branch{fill:#bbb;stroke:#1b1b1b}' +
  'rect{fill:#222;stroke:#888}.test{fill:#22304d}.outcome{fill:#20371f}}';

export function renderSvg(graph: DrawnGraph): string {
  const { columns, lines } = layerNodes(graph.nodes.map((node) => node.edges.map((edge) => edge.to)));
  const left = columnStarts(graph, columns);
  const tallest = Math.max(...columns.map((column) => column.length));
  const top = MARGIN + 2 * LINE_HEIGHT;
  const middleOf = (place: Place): number =>
    top + (place.row + 0.5 + (tallest - (columns[place.column]?.length ?? 0)) / 2) * ROW_HEIGHT;

  const shapes: string[] = [];
  for (const { from, edge, through } of lines) {
    const points = through.flatMap((place, index): Point[] => {
      const x = left[place.column] ?? 0;
      const y = middleOf(place);
      const entry = { x, y };
      if (place.node !== undefined)
        return [index === 0 ? { x: x + widthOf(graph.nodes[place.node]), y } : entry];
      // Straight through the column, so that no curve runs behind a box of it.
      return [entry, { x: x + widest(graph, columns[place.column] ?? []), y }];
    });
    shapes.push(`<path d="${curve(points)}"/>`);
    const [start, next] = points;
    const branch = graph.nodes[from]?.edges[edge]?.branch;
    if (start === undefined || next === undefined || branch === undefined) continue;
    // Near its end a line is apart from the others that leave the same node.
    const at = { x: start.x + (next.x - start.x) * 0.6, y: start.y + (next.y - start.y) * 0.65 };
    shapes.push(
      `<text class="branch" text-anchor="middle" x="${round(at.x)}" y="${round(at.y + 3)}">${escaped(branch)}</text>`,
    );
  }
  for (const place of columns.flat()) {
    const node = place.node === undefined ? undefined : graph.nodes[place.node];
    if (node !== undefined) shapes.push(box(node, left[place.column] ?? 0, middleOf(place)));
  }
  const width = (left.at(-1) ?? 0) + widest(graph, columns.at(-1) ?? []) + MARGIN;
  const title = graph.missing === undefined ? graph.title : `${graph.title}. ${graph.missing}`;
  const height = top + tallest * ROW_HEIGHT + MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${STYLE}</style>`,
    `<text x="${MARGIN}" y="${MARGIN + 4}">${escaped(title)}</text>`,
    ...shapes,
    '</svg>',
    '',
  ].join('\n');
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Columns leave room for the words on the lines between them. */
function columnStarts(graph: DrawnGraph, columns: readonly (readonly Place[])[]): number[] {
  const starts: number[] = [];
  let x = MARGIN;
  for (const column of columns) {
    starts.push(x);
    const branches = column.flatMap((place) =>
      place.node === undefined
        ? []
        : (graph.nodes[place.node]?.edges ?? []).map((edge) => edge.branch.length),
    );
    x += widest(graph, column) + Math.max(60, Math.max(0, ...branches) * (LETTER - 1) + 40);
  }
  return starts;
}

function widest(graph: DrawnGraph, column: readonly Place[]): number {
  return Math.max(
    0,
    ...column.map((place) => (place.node === undefined ? 0 : widthOf(graph.nodes[place.node]))),
  );
}

function widthOf(node: DrawnNode | undefined): number {
  return Math.max(0, ...(node?.lines ?? []).map((line) => line.length)) * LETTER + 2 * PADDING;
}

function box(node: DrawnNode, x: number, middle: number): string {
  const height = node.lines.length * LINE_HEIGHT + PADDING;
  const round = node.kind === 'test' ? height / 2 : 3;
  const words = node.lines.map(
    (line, index) =>
      `<text x="${x + PADDING}" y="${middle + (index - (node.lines.length - 1) / 2) * LINE_HEIGHT + 4}">${escaped(line)}</text>`,
  );
  return `<rect class="${node.kind}" x="${x}" y="${middle - height / 2}" width="${widthOf(node)}" height="${height}" rx="${round}"/>${words.join('')}`;
}

function curve(points: readonly Point[]): string {
  const parts: string[] = [];
  for (const [index, point] of points.entries()) {
    const last = points[index - 1];
    if (last === undefined) parts.push(`M${round(point.x)} ${round(point.y)}`);
    else {
      const half = round((last.x + point.x) / 2);
      parts.push(`C${half} ${round(last.y)} ${half} ${round(point.y)} ${round(point.x)} ${round(point.y)}`);
    }
  }
  return parts.join('');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  const codes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (sign) => codes[sign] ?? sign);
}
