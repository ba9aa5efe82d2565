/**
 * Draws a grammar rule as a railroad diagram: static SVG that needs no script and no network.
 * Every shape has one line through it, entering left and leaving right at the same height.
 */
import type { GrammarPart } from '../src/language/syntax/describe-grammar.ts';

/** `up` and `down` are how far the shape reaches above and below its line, in pixels. */
interface Shape {
  readonly width: number;
  readonly up: number;
  readonly down: number;
  /** SVG with the line entering at `x`, `y`. */
  draw(x: number, y: number): string;
}

const GAP = 14;
const ROW = 10;
const CURVE = 8;
const CHARACTER = 7.8;
const HALF = 13;

const path = (d: string): string => `<path d="${d}"/>`;
const line = (x1: number, x2: number, y: number): string => (x2 > x1 ? path(`M${x1} ${y}H${x2}`) : '');
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

export function drawRule(part: GrammarPart): string {
  const shape = shapeOf(part);
  const width = shape.width + 4 * GAP;
  const height = shape.up + shape.down + 2 * ROW;
  const y = shape.up + ROW;
  const body = [
    path(`M2 ${y - 7}V${y + 7}M2 ${y}H${2 * GAP}`),
    shape.draw(2 * GAP, y),
    path(`M${2 * GAP + shape.width} ${y}H${width - 2}M${width - 2} ${y - 7}V${y + 7}`),
  ];
  return `<svg width="${Math.ceil(width)}" height="${Math.ceil(height)}" role="img">${body.join('')}</svg>`;
}

function shapeOf(part: GrammarPart): Shape {
  switch (part.kind) {
    case 'word':
      return box(part.text, 'word');
    case 'token':
      return box(part.name, 'token');
    case 'rule':
      return box(part.name, 'rule', `#${part.name}`);
    case 'sequence':
      return sequence(part.parts.map(shapeOf));
    case 'choice':
      return choice(part.parts.map(shapeOf));
    case 'optional':
      return choice([skip(), shapeOf(part.part)]);
    case 'some':
      return loop(shapeOf(part.part), skip());
    case 'many':
      return choice([skip(), loop(shapeOf(part.part), skip())]);
    case 'list':
      return loop(shapeOf(part.part), shapeOf(part.separator));
  }
}

function skip(): Shape {
  return { width: 0, up: 0, down: 0, draw: () => '' };
}

function box(text: string, kind: string, link?: string): Shape {
  const width = Math.round(text.length * CHARACTER) + 20;
  return {
    width,
    up: HALF,
    down: HALF,
    draw: (x, y) => {
      const radius = kind === 'rule' ? 0 : HALF;
      const shape = `<g class="${kind}"><rect x="${x}" y="${y - HALF}" width="${width}" height="${2 * HALF}" rx="${radius}"/><text x="${x + width / 2}" y="${y + 4}">${escaped(text)}</text></g>`;
      return link === undefined ? shape : `<a href="${link}">${shape}</a>`;
    },
  };
}

function sequence(shapes: readonly Shape[]): Shape {
  return {
    width: shapes.reduce((sum, shape) => sum + shape.width, 0) + GAP * Math.max(0, shapes.length - 1),
    up: Math.max(0, ...shapes.map((shape) => shape.up)),
    down: Math.max(0, ...shapes.map((shape) => shape.down)),
    draw: (x, y) => {
      let at = x;
      return shapes
        .map((shape, index) => {
          const drawn = `${index === 0 ? '' : line(at - GAP, at, y)}${shape.draw(at, y)}`;
          at += shape.width + GAP;
          return drawn;
        })
        .join('');
    },
  };
}

/** The first branch on the line, the others below it. */
function choice(shapes: readonly Shape[]): Shape {
  const inner = Math.max(...shapes.map((shape) => shape.width));
  const [first, ...others] = shapes;
  const heights: number[] = [];
  let down = first?.down ?? 0;
  for (const shape of others) {
    const at = Math.max(down + ROW + shape.up, 2 * CURVE);
    heights.push(at);
    down = at + shape.down;
  }
  const side = 2 * CURVE + 4;
  return {
    width: inner + 2 * side,
    up: first?.up ?? 0,
    down,
    draw: (x, y) => {
      const right = x + inner + 2 * side;
      const top = `${line(x, x + side, y)}${first?.draw(x + side, y) ?? ''}${line(x + side + (first?.width ?? 0), right, y)}`;
      const rest = others.map((shape, index) => {
        const at = y + (heights[index] ?? 0);
        const enter = `M${x} ${y}q${CURVE} 0 ${CURVE} ${CURVE}V${at - CURVE}q0 ${CURVE} ${CURVE} ${CURVE}H${x + side}`;
        const leave = `M${x + side + shape.width} ${at}H${right - 2 * CURVE}q${CURVE} 0 ${CURVE} ${-CURVE}V${y + CURVE}q0 ${-CURVE} ${CURVE} ${-CURVE}`;
        return `${path(enter)}${shape.draw(x + side, at)}${path(leave)}`;
      });
      return top + rest.join('');
    },
  };
}

/** The shape once or more; the way back passes the separator. */
function loop(shape: Shape, back: Shape): Shape {
  const inner = Math.max(shape.width, back.width);
  const side = 2 * CURVE + 4;
  const below = Math.max(shape.down + ROW + back.up, 2 * CURVE);
  return {
    width: inner + 2 * side,
    up: shape.up,
    down: below + back.down,
    draw: (x, y) => {
      const right = x + inner + 2 * side;
      const at = y + below;
      const start = x + (inner + 2 * side - shape.width) / 2;
      const backAt = x + (inner + 2 * side - back.width) / 2;
      return [
        line(x, start, y),
        shape.draw(start, y),
        line(start + shape.width, right, y),
        path(
          `M${right - side} ${y}q${CURVE} 0 ${CURVE} ${CURVE}V${at - CURVE}q0 ${CURVE} ${-CURVE} ${CURVE}H${backAt + back.width}`,
        ),
        back.draw(backAt, at),
        path(
          `M${backAt} ${at}H${x + side}q${-CURVE} 0 ${-CURVE} ${-CURVE}V${y + CURVE}q0 ${-CURVE} ${CURVE} ${-CURVE}`,
        ),
      ].join('');
    },
  };
}
