/**
 * Each text pattern as a machine, where one can be made of it. Knows one pattern at a time.
 */
import type { TextPattern } from '../../vocabulary/value-set.ts';
import { globMachine } from './glob-machine.ts';
import type { Machine } from './machine.ts';
import { regularMachine } from './regular-machine.ts';
import { parseRegular, type Regular } from './regular-syntax.ts';
import { type Letter, type ReadPattern, unitsOf } from './text-alphabet.ts';

/** Repeats are unrolled; a tree that grows past this is opaque. */
const MOST_NODES = 2_000;

/** Undefined where a pattern is beyond what machines are made for. */
export function readPattern(pattern: TextPattern): ReadPattern | undefined {
  switch (pattern.kind) {
    case 'equals':
      return isWellFormed(pattern.text) ? { pattern } : undefined;
    case 'glob':
      return isWellFormed(pattern.glob) ? { pattern } : undefined;
    case 'contains': {
      // The lower case of a sigma depends on its place in the word; pairs of surrogates may have a lower case, too.
      const lowered = pattern.text.toLowerCase();
      return /[σς\ud800-\udfff]/.test(lowered) ? undefined : { pattern };
    }
    case 'regular': {
      const tree = parseRegular(pattern.source);
      return tree === undefined || sizeOf(tree) > MOST_NODES ? undefined : { pattern, tree };
    }
  }
}

function isWellFormed(text: string): boolean {
  return text.isWellFormed();
}

function sizeOf(tree: Regular): number {
  switch (tree.kind) {
    case 'sequence':
    case 'either':
      return tree.parts.reduce((sum, part) => sum + sizeOf(part), 1);
    case 'repeat':
      return sizeOf(tree.part) * Math.max(tree.least, Number.isFinite(tree.most) ? tree.most : 1, 1) + 1;
    default:
      return 1;
  }
}

export function machineOf({ pattern, tree }: ReadPattern, letters: readonly Letter[]): Machine {
  switch (pattern.kind) {
    case 'glob':
      return globMachine(pattern.glob, letters);
    case 'contains':
      return containsMachine(pattern.text, letters);
    case 'equals':
      return globMachine(pattern.text, letters, true);
    case 'regular':
      if (tree === undefined) throw new Error(`/${pattern.source}/ has not been read`);
      return regularMachine(tree, letters);
  }
}

/** After D. E. Knuth, J. H. Morris, V. R. Pratt, 1977: the state is how much of the text has been found. */
function containsMachine(text: string, letters: readonly Letter[]): Machine {
  const wanted = unitsOf(text.toLowerCase());
  const stepUnit = (found: number, unit: number): number => {
    if (found === wanted.length) return found;
    for (let length = found; length >= 0; length -= 1) {
      if (wanted[length] !== unit) continue;
      let fits = true;
      for (let i = 0; i < length && fits; i += 1) fits = wanted[i] === wanted[found - length + i];
      if (fits) return length + 1;
    }
    return 0;
  };
  return {
    start: 0,
    step: (state, letter) => (letters[letter] as Letter).lowered.reduce(stepUnit, state),
    accepts: (state) => state === wanted.length,
  };
}
