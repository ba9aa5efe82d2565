/**
 * Each text pattern as a machine that reads a text letter by letter: deterministic, its states made when they are
 * first entered. Knows one pattern at a time.
 */
import type { TextPattern } from '../vocabulary/value-set.ts';
import { parseRegular, type Regular, WORD } from './regular-syntax.ts';
import { type Letter, type ReadPattern, unitsOf } from './text-alphabet.ts';

/** States are numbers from 0, where it starts. */
export interface Machine {
  step(state: number, letter: number): number;
  accepts(state: number): boolean;
}

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

/** Sets of places in a pattern as states. */
function subsets<State>(
  first: State,
  keyOf: (state: State) => string,
  next: (state: State, letter: number) => State,
  accepts: (state: State) => boolean,
  letters: number,
): Machine {
  const states: State[] = [first];
  const ids = new Map([[keyOf(first), 0]]);
  const table: (number | undefined)[] = [];
  return {
    step(state, letter) {
      const cell = state * letters + letter;
      const known = table[cell];
      if (known !== undefined) return known;
      const to = next(states[state] as State, letter);
      const key = keyOf(to);
      let id = ids.get(key);
      if (id === undefined) {
        id = states.length;
        states.push(to);
        ids.set(key, id);
      }
      table[cell] = id;
      return id;
    },
    accepts: (state) => accepts(states[state] as State),
  };
}

function globMachine(glob: string, letters: readonly Letter[], literal = false): Machine {
  const STAR = -1;
  const ANY = -2;
  const signs = unitsOf(glob).map((unit) => (literal ? unit : unit === 42 ? STAR : unit === 63 ? ANY : unit));
  const close = (places: Set<number>): number[] => {
    for (const place of places) if (signs[place] === STAR) places.add(place + 1);
    return [...places].sort((a, b) => a - b);
  };
  const stepUnit = (places: readonly number[], unit: number): number[] => {
    const next = new Set<number>();
    for (const place of places) {
      const sign = signs[place];
      if (sign === STAR) next.add(place);
      else if (sign === ANY || sign === unit) next.add(place + 1);
    }
    return close(next);
  };
  return subsets(
    close(new Set([0])),
    (places) => places.join(),
    (places, letter) => (letters[letter] as Letter).units.reduce(stepUnit, places),
    (places) => places.includes(signs.length),
    letters.length,
  );
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
    step: (state, letter) => (letters[letter] as Letter).lowered.reduce(stepUnit, state),
    accepts: (state) => state === wanted.length,
  };
}

/** After K. Thompson, 1968. An edge is taken freely, at the ends of the text only, or by a character. */
interface Place {
  readonly edges: { readonly to: number; readonly only?: 'begin' | 'end' | 'boundary' | 'no boundary' }[];
  chars?: { readonly fits: Uint8Array; readonly to: number };
}

function regularMachine(tree: Regular, letters: readonly Letter[]): Machine {
  const places: Place[] = [];
  const add = (): number => places.push({ edges: [] }) - 1;
  const at = (place: number): Place => places[place] as Place;
  const build = (part: Regular, from: number): number => {
    switch (part.kind) {
      case 'chars': {
        const to = add();
        const fits = Uint8Array.from(letters, ({ code }) =>
          part.ranges.some(([low, high]) => code >= low && code <= high) ? 1 : 0,
        );
        const own = add();
        at(from).edges.push({ to: own });
        at(own).chars = { fits, to };
        return to;
      }
      case 'sequence':
        return part.parts.reduce((end, each) => build(each, end), from);
      case 'either': {
        const to = add();
        for (const each of part.parts) {
          const start = add();
          at(from).edges.push({ to: start });
          at(build(each, start)).edges.push({ to });
        }
        return to;
      }
      case 'repeat': {
        let end = from;
        for (let i = 0; i < part.least; i += 1) end = build(part.part, end);
        if (!Number.isFinite(part.most)) {
          const loop = add();
          at(end).edges.push({ to: loop });
          at(build(part.part, loop)).edges.push({ to: loop });
          return loop;
        }
        const to = add();
        at(end).edges.push({ to });
        for (let i = part.least; i < part.most; i += 1) {
          end = build(part.part, end);
          at(end).edges.push({ to });
        }
        return to;
      }
      case 'begin':
      case 'end': {
        const to = add();
        at(from).edges.push({ to, only: part.kind });
        return to;
      }
      case 'boundary': {
        const to = add();
        at(from).edges.push({ to, only: part.negated ? 'no boundary' : 'boundary' });
        return to;
      }
    }
  };
  const start = add();
  const accept = build(tree, start);

  const isWord = Uint8Array.from(letters, ({ code }) =>
    WORD.some(([low, high]) => code >= low && code <= high) ? 1 : 0,
  );

  /** Where the text stands: at its beginning, at its end, on the edge of a word; undefined: not known yet. */
  interface Spot {
    readonly begin: boolean;
    readonly end: boolean;
    readonly boundary?: boolean;
  }
  const close = (seeds: Iterable<number>, { begin, end, boundary }: Spot): Set<number> => {
    const open = { begin, end, boundary: boundary === true, 'no boundary': boundary === false };
    const reached = new Set(seeds);
    for (const place of reached)
      for (const { to, only } of at(place).edges) if (only === undefined || open[only]) reached.add(to);
    return reached;
  };
  interface State {
    readonly places: readonly number[];
    readonly begin: boolean;
    /** The last character was one of a word. */
    readonly word: boolean;
    /** A match has been found; nothing that follows can undo it. */
    readonly found: boolean;
  }
  const stateOf = (seeds: Iterable<number>, begin: boolean, word: boolean): State => {
    const reached = close(seeds, { begin, end: false });
    const found = reached.has(accept);
    return { places: found ? [] : [...reached].sort((a, b) => a - b), begin, word, found };
  };
  return subsets<State>(
    stateOf([start], true, false),
    ({ found, begin, word, places }) =>
      found ? 'found' : `${begin ? '^' : ''}${word ? 'w' : ''}${places.join()}`,
    (state, letter) => {
      if (state.found) return state;
      // Whether this is the edge of a word is known only now.
      const boundary = state.word !== (isWord[letter] === 1);
      const reached = close(state.places, { begin: state.begin, end: false, boundary });
      // A match may begin anywhere.
      const seeds = new Set([reached.has(accept) ? accept : start]);
      for (const place of reached) {
        const { chars } = at(place);
        if (chars !== undefined && chars.fits[letter] === 1) seeds.add(chars.to);
      }
      return stateOf(seeds, false, isWord[letter] === 1);
    },
    (state) =>
      state.found || close(state.places, { begin: state.begin, end: true, boundary: state.word }).has(accept),
    letters.length,
  );
}
