/**
 * Rows of clauses, and blocks drawn from them: what a table of clauses is made of. Knows no clause.
 */
import type { Block, Piece } from './draft.ts';
import type { Draw } from './draw.ts';

export interface Clause {
  /** A line, a block, or the kind of a block whose head is that word. */
  readonly draw: string | ((draw: Draw) => string | Piece);
  /** How likely it is in a block that is drawn. */
  readonly share: number;
  /** It may be written more than once. */
  readonly repeats: boolean;
  readonly place?: 'first' | 'last';
}

export type Clauses = Readonly<Record<string, Clause>>;
/** By kind of block. */
export type Tables = Readonly<Record<string, Clauses>>;

export function once(share: number, draw: Clause['draw']): Clause {
  return { share, draw, repeats: false };
}

export function often(share: number, draw: Clause['draw']): Clause {
  return { share, draw, repeats: true };
}

export function table<T extends Tables>(clauses: T): T {
  return clauses;
}

/** One line or block of a clause. @param kind of the block that it stands in */
export function drawClause(tables: Tables, kind: string, clause: string, draw: Draw): Piece {
  const row = tables[kind]?.[clause];
  if (row === undefined) throw new Error(`no clause ${clause} of ${kind}`);
  const drawn = typeof row.draw === 'string' ? drawBlock(tables, row.draw, row.draw, draw) : row.draw(draw);
  if (typeof drawn === 'string') return { kind: `${kind} ${clause}`, text: drawn };
  // A head alone, whose clauses are of its kind.
  return 'body' in drawn && drawn.body.length === 0 ? drawBlock(tables, drawn.kind, drawn.head, draw) : drawn;
}

export function drawBlock(tables: Tables, kind: string, head: string, draw: Draw): Block {
  const body: Piece[] = [];
  for (const [clause, { share, repeats }] of Object.entries(tables[kind] ?? {})) {
    if (!draw.chance(share)) continue;
    body.push(drawClause(tables, kind, clause, draw));
    if (repeats && draw.chance(0.4)) body.push(drawClause(tables, kind, clause, draw));
  }
  return { kind, head, body };
}

/** `try` first and `on` last, whatever has been added or moved. */
export function inPlace(tables: Tables, block: Block): Block {
  const rank = (piece: Piece): number => {
    const place = tables[block.kind]?.[piece.kind.split(' ').slice(1).join(' ')]?.place;
    return place === 'first' ? 0 : place === 'last' ? 2 : 1;
  };
  return { ...block, body: block.body.toSorted((a, b) => rank(a) - rank(b)) };
}
