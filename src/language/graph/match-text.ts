/**
 * Compiles a text pattern to a function that tests whether a value fits it: `patternFits` of the vocabulary, prepared
 * once. Time is linear in the value except for globs with `?`. Knows no policy and no graph.
 */
import { RE2JS } from 're2js';
import {
  containsText,
  knownMatch,
  LONG_TEXT,
  patternFits,
  regularPatternProblem,
} from '../vocabulary/text-patterns.ts';
import type { TextPattern } from '../vocabulary/value-set.ts';

export type TextMatcher = (value: string) => boolean;

export function compileTextPattern(pattern: TextPattern): TextMatcher {
  const matches = compiled(pattern);
  return (value) => (value.length < LONG_TEXT ? undefined : knownMatch(pattern, value)) ?? matches(value);
}

/** Compiling a regular pattern costs more than using it: the compiled one is kept with the pattern. */
const matchers = new WeakMap<TextPattern, TextMatcher>();

export function matcherOf(pattern: TextPattern): TextMatcher {
  const known = matchers.get(pattern);
  if (known !== undefined) return known;
  const made = compileTextPattern(pattern);
  matchers.set(pattern, made);
  return made;
}

function compiled(pattern: TextPattern): TextMatcher {
  switch (pattern.kind) {
    case 'equals': {
      const { text } = pattern;
      return (value) => value === text;
    }
    case 'contains': {
      const wanted = pattern.text.toLowerCase();
      return (value) => containsText(value, wanted);
    }
    case 'regular': {
      // Not RE2: checking has reported it, and it fits nothing.
      if (regularPatternProblem(pattern.source) !== undefined) return () => false;
      const regular = RE2JS.compile(pattern.source);
      return (value) => regular.test(value);
    }
    case 'glob':
      return pattern.glob.includes('?')
        ? (value) => patternFits(pattern, value)
        : compilePieces(pattern.glob);
  }
}

/** Matching a glob with only `*` means finding its pieces in order. */
function compilePieces(glob: string): TextMatcher {
  const [head = '', ...rest] = glob.split('*');
  const tail = rest.pop();
  if (tail === undefined) return (value) => value === head;
  const middle = rest.filter((piece) => piece !== '');
  const least = head.length + tail.length;
  return (value) => {
    if (value.length < least || !value.startsWith(head) || !value.endsWith(tail)) return false;
    // Taking each piece at its first place leaves the most room for those after it.
    const end = value.length - tail.length;
    let at = head.length;
    for (const piece of middle) {
      const found = value.indexOf(piece, at);
      if (found < 0 || found + piece.length > end) return false;
      at = found + piece.length;
    }
    return true;
  };
}
