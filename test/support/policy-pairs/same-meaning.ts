/**
 * A draft written in another way that means the same: declarations, clauses and lists in another order where order has
 * no meaning, comments, blank lines and spaces. Routes, steps and examples keep theirs.
 */
import { type Block, type Draft, isBlock, type Piece, textOf } from './draft.ts';
import type { Draw } from './draw.ts';

/** Blocks whose order is what they say; in others only what is repeated keeps its order. */
const ORDERED: ReadonlySet<string> = new Set(['chain', 'split', 'rollout', 'transform', 'check', 'cases']);
/** Declarations that keep their place among each other: reading order is priority, and intents are learned in order. */
const IN_ORDER: ReadonlySet<string> = new Set(['route', 'intent', 'second']);

/** Path of a `.route` file → its text. */
export function writtenOtherwise(draw: Draw, draft: Draft): Map<string, string> {
  return new Map(
    [...draft.files].map(([path, pieces]) => {
      const [head, ...rest] = pieces;
      // A header stands first, and `otherwise` last.
      const last = rest.filter(({ kind }) => kind === 'otherwise');
      const between = shuffled(
        draw,
        rest.filter(({ kind }) => kind !== 'otherwise'),
        ({ kind }) => (IN_ORDER.has(kind) ? kind : undefined),
      );
      const whole = [...(head === undefined ? [] : [head]), ...between, ...last];
      return [path, layOut(draw, whole.map((piece) => textOf(reordered(draw, piece))).join('\n'))];
    }),
  );
}

/** In a random order in which pieces of one class keep theirs. */
function shuffled(
  draw: Draw,
  pieces: readonly Piece[],
  classOf: (piece: Piece) => string | undefined,
): Piece[] {
  const mixed = draw.shuffled(pieces);
  const queues = Map.groupBy(pieces, classOf);
  return mixed.map((piece) => {
    const name = classOf(piece);
    return name === undefined ? piece : (queues.get(name)?.shift() ?? piece);
  });
}

function reordered(draw: Draw, piece: Piece): Piece {
  if (!isBlock(piece)) return { ...piece, text: listsReordered(draw, piece.text) };
  const body = piece.body.map((part) => reordered(draw, part));
  if (ORDERED.has(piece.kind)) return { ...piece, body };
  return { ...piece, body: shuffled(draw, body, (part) => classIn(piece, part)) };
}

/** Conditions are free of each other; other clauses that are written twice are not. */
function classIn({ kind }: Block, part: Piece): string | undefined {
  if (kind === 'when' || kind === 'any') return undefined;
  // Deployments are asked in their order, with words of their own or without.
  return part.kind === 'deployment' ? 'model is' : part.kind;
}

const LISTS = /^(can|pass|serves|on) (?!broken|failure)(.+)$/;

function listsReordered(draw: Draw, line: string): string {
  const list = LISTS.exec(line);
  if (list !== null) return `${list[1]} ${draw.shuffled((list[2] ?? '').split(', ')).join(', ')}`;
  const values = /^((?:tier|intent|tone|day|endpoint) (?:is not|is) )([\w -]+?)( in ".*")?$/.exec(line);
  if (values === null || / and /.test(line)) return line;
  return `${values[1]}${draw.shuffled((values[2] ?? '').split(' or ')).join(' or ')}${values[3] ?? ''}`;
}

function layOut(draw: Draw, text: string): string {
  const lines = text.split('\n').map((line) => {
    const comment = draw.chance(0.2) ? ` # ${draw.one(['why', '{ "odd', 'use haiku'])}` : '';
    const blank = draw.chance(0.1) ? '\n' : '';
    return `${blank}${' '.repeat(draw.below(3))}${line.trimEnd()}${comment}`;
  });
  return `# A comment above.\n${lines.join(draw.chance(0.3) ? '\r\n' : '\n')}\n`;
}
