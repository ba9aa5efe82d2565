/**
 * Whether two files have the same meaning: compares their ASTs without positions. The formatter uses it to verify its
 * output.
 */
import type { RouteFile } from '../syntax/ast.ts';

/** Positions are not part of the meaning. */
const POSITIONS = new Set(['span', 'head', 'path']);

export function sameAst(a: RouteFile, b: RouteFile): boolean {
  return same(a, b);
}

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = told(a);
  const right = new Map(told(b));
  return (
    left.length === right.size && left.every(([key, value]) => right.has(key) && same(value, right.get(key)))
  );
}

function told(node: object): [string, unknown][] {
  return Object.entries(node).filter(([key, value]) => !POSITIONS.has(key) && value !== undefined);
}
