/**
 * Which text patterns one text might fit at the same time. Excludes only what is certainly impossible: globs with
 * other beginnings or ends, and a glob without one that contains it. For drawing; deciding tries the patterns on the
 * text.
 */
import type { TextPattern } from '../vocabulary/value-set.ts';
import { compileTextPattern } from './match-text.ts';

/** Every choice of patterns that a text might fit while it fits none of the others. At most 2 to the number of them. */
export function possibleCombinations(patterns: readonly TextPattern[]): TextPattern[][] {
  let chosen: { readonly fitting: readonly TextPattern[]; readonly others: readonly TextPattern[] }[] = [
    { fitting: [], others: [] },
  ];
  for (const pattern of patterns)
    chosen = chosen.flatMap(({ fitting, others }) => [
      ...(others.some((other) => contains(other, pattern)) || fitting.some((other) => apart(other, pattern))
        ? []
        : [{ fitting: [...fitting, pattern], others }]),
      ...(fitting.some((other) => contains(pattern, other))
        ? []
        : [{ fitting, others: [...others, pattern] }]),
    ]);
  return chosen.map(({ fitting }) => [...fitting]);
}

/** No text fits both. */
function apart(a: TextPattern, b: TextPattern): boolean {
  if (a.kind !== 'glob' || b.kind !== 'glob') return false;
  const [headA, headB] = [headOf(a.glob), headOf(b.glob)];
  const [tailA, tailB] = [tailOf(a.glob), tailOf(b.glob)];
  const heads = headA.startsWith(headB) || headB.startsWith(headA);
  const tails = tailA.endsWith(tailB) || tailB.endsWith(tailA);
  return !heads || !tails;
}

/** Every text that fits `inner` fits `outer`. */
function contains(outer: TextPattern, inner: TextPattern): boolean {
  // Read as a text, the inner glob's signs can only be taken by a `*` of the outer one.
  if (outer.kind === 'glob' && inner.kind === 'glob')
    return !outer.glob.includes('?') && compileTextPattern(outer)(inner.glob);
  return (
    outer.kind === 'contains' &&
    inner.kind === 'contains' &&
    inner.text.toLowerCase().includes(outer.text.toLowerCase())
  );
}

function headOf(glob: string): string {
  return glob.split(/[*?]/, 1)[0] ?? '';
}
function tailOf(glob: string): string {
  return glob.split(/[*?]/).at(-1) ?? '';
}
