/**
 * Positions for the nodes of a drawing: columns by longest path from the root, rows so that few lines cross
 * (Sugiyama, Tagawa and Toda, "Methods for visual understanding of hierarchical system structures", 1981). Knows no
 * words.
 */

/** A node, or where a long line passes through a column. */
export interface Place {
  /** Undefined: only a line passes. */
  readonly node?: number;
  readonly column: number;
  /** From 0 in its column. */
  readonly row: number;
}
export interface Line {
  readonly from: number;
  readonly edge: number;
  /** Places from the node it leaves to the node it enters. */
  readonly through: readonly Place[];
}
export interface Layers {
  readonly columns: readonly (readonly Place[])[];
  readonly lines: readonly Line[];
}

interface Draft {
  node?: number;
  column: number;
  row: number;
  readonly before: Draft[];
  readonly after: Draft[];
}

const SWEEPS = 8;

/** @param targets by node: where its edges lead, in order; without cycles, and everything is reached from node 0. */
export function layerNodes(targets: readonly (readonly number[])[]): Layers {
  const columnOf = longestWays(targets);
  const nodes = targets.map(
    (_, node): Draft => ({ node, column: columnOf[node] ?? 0, row: 0, before: [], after: [] }),
  );
  const columns = Array.from({ length: Math.max(0, ...columnOf) + 1 }, (): Draft[] => []);
  for (const draft of nodes) columns[draft.column]?.push(draft);
  const lines: { from: number; edge: number; through: Draft[] }[] = [];
  for (const [from, list] of targets.entries())
    for (const [edge, to] of list.entries()) {
      const [start, end] = [nodes[from], nodes[to]];
      if (start === undefined || end === undefined) continue;
      const through = [start];
      for (let column = start.column + 1; column < end.column; column += 1) {
        const passing: Draft = { column, row: 0, before: [], after: [] };
        columns[column]?.push(passing);
        through.push(passing);
      }
      through.push(end);
      for (const [index, draft] of through.entries()) {
        const next = through[index + 1];
        if (next === undefined) continue;
        draft.after.push(next);
        next.before.push(draft);
      }
      lines.push({ from, edge, through });
    }
  for (const column of columns) number(column);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const forward = sweep % 2 === 0;
    for (const column of forward ? columns : [...columns].reverse())
      arrange(column, forward ? 'before' : 'after');
  }
  return { columns, lines };
}

function number(column: readonly Draft[]): void {
  for (const [row, draft] of column.entries()) draft.row = row;
}

/** Each place at the middle of its neighbours; places without any stay where they are. */
function arrange(column: Draft[], side: 'before' | 'after'): void {
  const middle = new Map<Draft, number>();
  for (const draft of column) {
    const rows = draft[side].map((other) => other.row);
    middle.set(draft, rows.length === 0 ? draft.row : rows.reduce((sum, row) => sum + row, 0) / rows.length);
  }
  column.sort((a, b) => (middle.get(a) ?? 0) - (middle.get(b) ?? 0));
  number(column);
}

function longestWays(targets: readonly (readonly number[])[]): number[] {
  const waiting = targets.map(() => 0);
  for (const list of targets) for (const to of list) waiting[to] = (waiting[to] ?? 0) + 1;
  const column = targets.map(() => 0);
  const ready = waiting.flatMap((count, node) => (count === 0 ? [node] : []));
  for (let node = ready.pop(); node !== undefined; node = ready.pop())
    for (const to of targets[node] ?? []) {
      column[to] = Math.max(column[to] ?? 0, (column[node] ?? 0) + 1);
      waiting[to] = (waiting[to] ?? 0) - 1;
      if (waiting[to] === 0) ready.push(to);
    }
  return column;
}
