/**
 * What a text pattern means, in time linear in the text (regular patterns) or in text times pattern (globs): neither
 * a policy nor a request can make matching exponential. Compiled patterns are cached. Knows no facts.
 */
import { RE2JS } from 're2js';
import type { TextPattern } from './value-set.ts';

/** Characters from which on results of another thread are used for a text. */
export const LONG_TEXT = 65_536;

/** By text, then by pattern: results for long texts from another thread. */
const known = new Map<string, ReadonlyMap<string, boolean>>();

/** Uses the given results for patterns on this text, until the returned function is called. */
export function rememberMatches(value: string, fits: ReadonlyMap<string, boolean>): () => void {
  known.set(value, fits);
  return () => {
    if (known.get(value) === fits) known.delete(value);
  };
}

/** Names a pattern that takes time in the length of the text; undefined for the others. */
export function slowPatternName(pattern: TextPattern): string | undefined {
  if (pattern.kind === 'contains') return `contains ${pattern.text}`;
  return pattern.kind === 'regular' ? `regular ${pattern.source}` : undefined;
}

/** Undefined where it must be tried. */
export function knownMatch(pattern: TextPattern, value: string): boolean | undefined {
  if (known.size === 0) return undefined;
  const name = slowPatternName(pattern);
  return name === undefined ? undefined : known.get(value)?.get(name);
}

export function patternFits(pattern: TextPattern, value: string): boolean {
  return (value.length < LONG_TEXT ? undefined : knownMatch(pattern, value)) ?? fits(pattern, value);
}

function fits(pattern: TextPattern, value: string): boolean {
  switch (pattern.kind) {
    case 'equals':
      return value === pattern.text;
    case 'glob':
      return globMatches(pattern.glob, value);
    case 'regular':
      return regularPattern(pattern.source)?.test(value) ?? false;
    case 'contains':
      return containsText(value, lowered(pattern));
  }
}

const SLICE = 1_048_576;

let lastText = '';
let lastLowered = '';

/** The last one is kept: all patterns of a fact, and the record of a decision, look at the same text. */
function inLowerCase(value: string): string {
  if (value !== lastText) {
    lastText = value;
    lastLowered = value.toLowerCase();
  }
  return lastLowered;
}

/** Ignores case. A long text is lowered slice by slice; slices overlap by more than the search text. */
export function containsText(value: string, wanted: string): boolean {
  if (value.length <= LONG_TEXT) return inLowerCase(value).includes(wanted);
  if (value.length <= SLICE) return value.toLowerCase().includes(wanted);
  const overlap = 2 * wanted.length + 16;
  for (let from = 0; from < value.length; from += SLICE)
    if (
      value
        .slice(Math.max(0, from - overlap), from + SLICE)
        .toLowerCase()
        .includes(wanted)
    )
      return true;
  return false;
}

/** `*` any run, `?` any one character (UTF-16 unit), everything else itself; the whole value must fit. */
export function globMatches(glob: string, value: string): boolean {
  let g = 0;
  let v = 0;
  let star = -1;
  let from = 0;
  while (v < value.length) {
    const sign = glob[g];
    if (sign === '*') {
      star = g++;
      from = v;
    } else if (sign !== undefined && (sign === '?' || sign === value[v])) {
      g++;
      v++;
    } else if (star >= 0) {
      g = star + 1;
      v = ++from;
    } else {
      return false;
    }
  }
  while (glob[g] === '*') g++;
  return g === glob.length;
}

/** The error of a regular pattern, in RE2's words, or undefined when it is valid. */
export function regularPatternProblem(source: string): string | undefined {
  try {
    RE2JS.compile(source);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error);
  }
}

/** Policies mention few patterns; the bound only matters to a process that compiles policies forever. */
const KEPT = 10_000;
const compiled = new Map<string, RE2JS | undefined>();

/** Undefined when the source is not RE2: checking has reported it. */
function regularPattern(source: string): RE2JS | undefined {
  if (!compiled.has(source)) {
    if (compiled.size >= KEPT) compiled.clear();
    compiled.set(source, regularPatternProblem(source) === undefined ? RE2JS.compile(source) : undefined);
  }
  return compiled.get(source);
}

const loweredTexts = new WeakMap<TextPattern, string>();

function lowered(pattern: Extract<TextPattern, { kind: 'contains' }>): string {
  let text = loweredTexts.get(pattern);
  if (text === undefined) {
    text = pattern.text.toLowerCase();
    loweredTexts.set(pattern, text);
  }
  return text;
}
