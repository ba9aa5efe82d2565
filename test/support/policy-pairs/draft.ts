/**
 * A policy set as it is drafted: files of declarations, blocks of clauses, lines. Small enough to be edited one clause
 * at a time and printed as text. Knows no grammar and no values.
 */

/** One clause on a line. */
export interface Line {
  /** Which drawer wrote it: `model window`. */
  readonly kind: string;
  readonly text: string;
}

/** A declaration or another pair of braces; a `when` has none: its conditions are lines led by `when` and `and`. */
export interface Block {
  /** Whose clauses stand in it: `model`. */
  readonly kind: string;
  readonly head: string;
  readonly body: readonly Piece[];
}

export type Piece = Line | Block;

export interface Draft {
  /** Path of a `.route` file → its declarations. */
  readonly files: ReadonlyMap<string, readonly Piece[]>;
  /** Path of a file that policies name → its text. */
  readonly data: ReadonlyMap<string, string>;
}

export function isBlock(piece: Piece): piece is Block {
  return 'body' in piece;
}

/** Pieces never change, and edits share those that they leave alone. */
const texts = new WeakMap<Piece, string>();

export function textOf(piece: Piece, indent = ''): string {
  if (indent !== '') return written(piece, indent);
  const text = texts.get(piece) ?? written(piece, indent);
  texts.set(piece, text);
  return text;
}

function written(piece: Piece, indent: string): string {
  if (!isBlock(piece)) return `${indent}${piece.text}`;
  if (piece.kind === 'when')
    return piece.body
      .map((part, index) => {
        const lead = `${indent}${index === 0 ? 'when' : ' and'} `;
        return lead + textOf(part, indent).trimStart();
      })
      .join('\n');
  if (piece.body.length === 0) return `${indent}${piece.head} { }`;
  const inner = piece.body.map((part) => textOf(part, `${indent}  `)).join('\n');
  return `${indent}${piece.head} {\n${inner}\n${indent}}`;
}

export function fileText(pieces: readonly Piece[]): string {
  return `${pieces.map((piece) => textOf(piece)).join('\n')}\n`;
}

/** Where a piece stands: the file, then places in bodies. */
export interface Spot {
  readonly file: string;
  readonly path: readonly number[];
  readonly piece: Piece;
  readonly parent?: Block;
}

/** Every piece of a draft, blocks before what stands in them. */
export function spotsOf(draft: Draft): Spot[] {
  const spots: Spot[] = [];
  for (const [file, pieces] of draft.files) {
    const visit = (piece: Piece, path: readonly number[], parent?: Block): void => {
      spots.push({ file, path, piece, ...(parent === undefined ? {} : { parent }) });
      if (!isBlock(piece)) return;
      for (const [index, part] of piece.body.entries()) visit(part, [...path, index], piece);
    };
    for (const [index, piece] of pieces.entries()) visit(piece, [index]);
  }
  return spots;
}

/** The draft with the list of pieces that holds the path's last step changed. */
export function changed(
  draft: Draft,
  { file, path }: Pick<Spot, 'file' | 'path'>,
  change: (pieces: readonly Piece[], at: number) => readonly Piece[],
): Draft {
  const inside = (pieces: readonly Piece[], [at = 0, ...rest]: readonly number[]): readonly Piece[] =>
    rest.length === 0
      ? change(pieces, at)
      : pieces.map((piece, index) =>
          index === at && isBlock(piece) ? { ...piece, body: inside(piece.body, rest) } : piece,
        );
  const pieces = inside(draft.files.get(file) ?? [], path);
  return { ...draft, files: new Map([...draft.files, [file, pieces]]) };
}

export function replaced(draft: Draft, spot: Spot, piece: Piece): Draft {
  return changed(draft, spot, (pieces, at) => pieces.map((each, index) => (index === at ? piece : each)));
}
