/**
 * Edits of a draft, each of one clause: a value or word changed, a clause written otherwise, added or taken out, two
 * of them or two declarations swapped, a name changed everywhere, a file that policies read rewritten. Whether the
 * result compiles is for the caller to see.
 */

import {
  type Block,
  changed,
  type Draft,
  isBlock,
  type Piece,
  replaced,
  type Spot,
  spotsOf,
} from './draft.ts';
import { drawBlock, drawClause, inPlace, type Tables } from './draft-clauses.ts';
import { type Draw, ROUTES } from './draw.ts';
import { drawAlternative, drawAny, drawCondition, drawWhen } from './draw-conditions.ts';
import { drawInForce } from './draw-in-force.ts';
import { drawData, drawHead, drawTopLine, TABLES } from './draw-set.ts';
import { tweaked } from './tweak.ts';

export interface Edit {
  readonly what: string;
  readonly draft: Draft;
}

/** Undefined where the draw met nothing to edit in its way. */
export function drawEdit(draw: Draw, draft: Draft): Edit | undefined {
  const spot = spotIn(draw, draft);
  const way = draw.one(WAYS);
  const edited = way(draw, draft, spot);
  return edited === undefined ? undefined : { what: `${way.name} ${spot.piece.kind}`, draft: edited };
}

type Way = (draw: Draw, draft: Draft, spot: Spot) => Draft | undefined;

/** Every kind of declaration as often as the others, however many of it there are. */
function spotIn(draw: Draw, draft: Draft): Spot {
  const all = spotsOf(draft);
  const kindOf = ({ file, path }: Spot): string => draft.files.get(file)?.[path[0] ?? 0]?.kind ?? '';
  const kind = draw.one([...new Set(all.map(kindOf))]);
  return draw.one(all.filter((spot) => kindOf(spot) === kind));
}

const tweak: Way = (draw, draft, spot) => {
  if (isBlock(spot.piece)) return undefined;
  const text = tweaked(draw, spot.piece.text);
  return text === undefined ? undefined : replaced(draft, spot, { ...spot.piece, text });
};

const redraw: Way = (draw, draft, spot) => {
  const piece = redrawn(draw, spot.piece, spot.parent);
  return piece === undefined ? undefined : replaced(draft, spot, piece);
};

const remove: Way = (draw, draft, spot) =>
  spot.parent === undefined && draw.chance(0.7)
    ? undefined
    : changed(draft, spot, (pieces, at) => pieces.filter((_, index) => index !== at));

const add: Way = (draw, draft, spot) => {
  if (!isBlock(spot.piece)) return undefined;
  const block = grown(draw, spot.piece);
  return block === undefined ? undefined : replaced(draft, spot, block);
};

const addRoute: Way = (draw, draft) => {
  const route = drawBlock(TABLES, 'route', `route ${draw.one(ROUTES)}`, draw);
  const otherwise = drawBlock(TABLES, 'otherwise', 'otherwise', draw);
  const at = { file: 'main.route', path: [0] };
  return changed(draft, at, (pieces) => {
    if (!pieces.some(({ kind }) => kind === 'otherwise')) return [...pieces, otherwise];
    const routes = pieces.flatMap(({ kind }, index) =>
      kind === 'route' || kind === 'otherwise' ? [index] : [],
    );
    return pieces.toSpliced(draw.one(routes), 0, route);
  });
};

/** Several at once: there are many, and no other edit meets them. */
const expectInForce: Way = (draw, draft) => {
  const inTests = spotsOf(draft).filter(({ parent }) => parent?.kind === 'test');
  if (inTests.length === 0) return undefined;
  const spot = draw.one(inTests);
  const clauses = new Set(Array.from({ length: 8 }, () => drawInForce(draw)));
  return changed(draft, spot, (pieces) => [
    ...pieces,
    { kind: 'test expect', text: `expect ${[...clauses].join(', ')}` },
  ]);
};

const swap: Way = (draw, draft, spot) =>
  changed(draft, spot, (pieces, at) => {
    const alike = [...pieces.keys()].filter(
      (index) => index !== at && pieces[index]?.kind === pieces[at]?.kind,
    );
    if (alike.length === 0) return pieces;
    const other = draw.one(alike);
    return pieces.map((piece, index) => pieces[index === at ? other : index === other ? at : index] ?? piece);
  });

const rename: Way = (draw, draft, spot) => {
  const name = isBlock(spot.piece) ? /^\w+ ([\w-]+)/.exec(spot.piece.head)?.[1] : undefined;
  if (name === undefined || spot.parent !== undefined || name === 'lab') return undefined;
  const to = draw.chance(0.5)
    ? `${name}-2`
    : draw.one(['renamed', 'other', 'sonnet', 'opus', 'brief', 'strict']);
  const everywhere = (piece: Piece): Piece => {
    const words = (text: string): string =>
      text.replace(/"(?:[^"\\]|\\.)*"|[\w-]+/g, (word) => (word === name ? to : word));
    return isBlock(piece)
      ? { ...piece, head: words(piece.head), body: piece.body.map(everywhere) }
      : { ...piece, text: words(piece.text) };
  };
  const files = new Map([...draft.files].map(([path, pieces]) => [path, pieces.map(everywhere)]));
  return { ...draft, files };
};

const rewriteFile: Way = (draw, draft) => {
  const path = draw.one([...draft.data.keys()]);
  const text = drawData(draw).get(path) ?? '';
  return { ...draft, data: new Map([...draft.data, [path, text]]) };
};

const rehead: Way = (draw, draft, spot) =>
  isBlock(spot.piece)
    ? replaced(draft, spot, { ...spot.piece, head: drawHead(draw, spot.piece) })
    : undefined;

const WAYS: readonly Way[] = [
  ...[tweak, tweak, tweak, tweak, redraw, redraw, remove, add, add],
  ...[swap, rename, rewriteFile, rehead, addRoute, expectInForce],
];

function redrawn(draw: Draw, piece: Piece, parent: Block | undefined): Piece | undefined {
  switch (piece.kind) {
    case 'when':
      return drawWhen(draw);
    case 'any':
      return drawAny(draw);
    case 'alternative':
      return drawAlternative(draw);
    case 'condition':
      return draw.chance(0.1) ? drawAny(draw) : drawCondition(draw);
    case 'deployment':
      return drawClause(TABLES, 'model', 'is', draw);
    default:
  }
  if (piece.kind === 'policy' && draw.chance(0.3))
    return { kind: 'header', text: drawTopLine(draw, 'header') };
  if (isBlock(piece))
    return parent === undefined ? undefined : drawBlock(TABLES, piece.kind, piece.head, draw);
  const [kind = '', ...clause] = piece.kind.split(' ');
  if (TABLES[kind]?.[clause.join(' ')] !== undefined) return drawClause(TABLES, kind, clause.join(' '), draw);
  if (kind === 'header')
    return draw.chance(0.5)
      ? { ...piece, text: drawTopLine(draw, 'header') }
      : drawBlock(TABLES, 'policy', 'policy plain edition 1', draw);
  return ['tier', 'import', 'library', 'quality', 'tests'].includes(piece.kind)
    ? { ...piece, text: drawTopLine(draw, kind) }
    : undefined;
}

/** With one clause more; one that may be written once takes the place of the one that is there. */
function grown(draw: Draw, block: Block): Block | undefined {
  if (block.kind === 'when')
    return { ...block, body: [...block.body, draw.chance(0.3) ? drawAny(draw) : drawCondition(draw)] };
  if (block.kind === 'any') return { ...block, body: [...block.body, drawAlternative(draw)] };
  const clauses = Object.keys(TABLES[block.kind] ?? {});
  if (clauses.length === 0) return undefined;
  const clause = draw.one(clauses);
  const piece = drawClause(TABLES, block.kind, clause, draw);
  const row = (TABLES as Tables)[block.kind]?.[clause];
  const others = row?.repeats === true ? block.body : block.body.filter(({ kind }) => kind !== piece.kind);
  return inPlace(TABLES, { ...block, body: others.toSpliced(draw.below(others.length + 1), 0, piece) });
}
