/**
 * The atoms of one text fact: which patterns a text fits, for every combination that some text has, with a short
 * text of each. Found by walking the product of all patterns' machines. Patterns without a machine, or too many for
 * the walk, are left over: opaque, to be taken as free flags. Knows no policy.
 */
import { patternKey } from '../../graph/set-algebra.ts';
import { patternFits } from '../../vocabulary/text-patterns.ts';
import type { TextPattern } from '../../vocabulary/value-set.ts';
import type { Machine } from '../regular/machine.ts';
import { type Letter, lettersOf, type ReadPattern } from '../regular/text-alphabet.ts';
import { machineOf, readPattern } from '../regular/text-machines.ts';
import { type ProductState, productOf } from '../regular/text-product.ts';

export interface TextAtom {
  /** A text that fits just these patterns. */
  readonly sample: string;
  /** Indexes into `TextAtoms.patterns`. */
  readonly fits: ReadonlySet<number>;
  /** The only text of its atom. */
  readonly only: boolean;
}

export interface TextAtoms {
  /** Distinguished exactly. */
  readonly patterns: readonly TextPattern[];
  readonly opaque: readonly TextPattern[];
  readonly atoms: readonly TextAtom[];
  /** By pattern: the atoms that fit it, ascending. */
  readonly fitting: readonly (readonly number[])[];
  /** The atom of a text. */
  atomOf(text: string): number;
}

/** Steps of single machines in one walk: some 100 ms. */
const MOST_WORK = 10_000_000;
const MOST_STATES = 20_000;
const MOST_ATOMS = 2_048;
/** Patterns that exclude each other have about one atom each and some states: both may grow with their number. */
const ATOMS_A_PATTERN = 4;
const STATES_A_PATTERN = 40;

/** Texts whose atom is remembered. */
const MOST_KNOWN = 4_096;

/** The last few, by what was asked: the spaces of one policy ask for the same more than once. */
const recent = new Map<string, TextAtoms>();
const MOST_RECENT = 16;

/** `preferred` texts stand for their atoms, the first that fits. */
export function textAtoms(patterns: readonly TextPattern[], preferred: readonly string[] = []): TextAtoms {
  const distinct = new Map(patterns.map((pattern) => [patternKey(pattern), pattern]));
  // Few patterns are quicker made than remembered.
  if (distinct.size < MOST_RECENT) return makeAtoms([...distinct.values()], preferred);
  const key = JSON.stringify([...distinct.keys(), preferred]);
  const known = recent.get(key);
  if (known !== undefined) return known;
  const made = makeAtoms([...distinct.values()], preferred);
  const [oldest] = recent.keys();
  if (recent.size === MOST_RECENT && oldest !== undefined) recent.delete(oldest);
  recent.set(key, made);
  return made;
}

function makeAtoms(distinct: readonly TextPattern[], preferred: readonly string[]): TextAtoms {
  const read = distinct.flatMap((pattern) => readPattern(pattern) ?? []);
  // The fewer patterns, and the less they leave open, the more surely the walk ends; a walk over constants always does.
  let failed = Number.POSITIVE_INFINITY;
  for (const level of [REGULAR, GLOB, PREFIX, CONSTANT]) {
    const tried = read.filter(({ pattern }) => wildness(pattern) <= level);
    if (tried.length === failed && level !== CONSTANT) continue;
    failed = tried.length;
    const found = walk(tried, level !== CONSTANT);
    if (found === undefined) continue;
    const known = tried.map(({ pattern }) => pattern);
    const exact = new Set(known);
    return finish(
      known,
      distinct.filter((pattern) => !exact.has(pattern)),
      found,
      preferred,
    );
  }
  throw new Error('a walk over constants did not end');
}

const [CONSTANT, PREFIX, GLOB, REGULAR] = [0, 1, 2, 3];

function wildness(pattern: TextPattern): number {
  switch (pattern.kind) {
    case 'equals':
      return CONSTANT;
    case 'glob':
      return /^[^*]*\**$/.test(pattern.glob) ? PREFIX : GLOB;
    case 'contains':
    case 'regular':
      return REGULAR;
  }
}

function fitsOneText(pattern: TextPattern | undefined): boolean {
  return pattern?.kind === 'equals' || (pattern?.kind === 'glob' && !/[*?]/.test(pattern.glob));
}

/** Texts by atom, whose key is the patterns it fits; a second one where the walk met one. */
type Samples = ReadonlyMap<string, { readonly fits: readonly number[]; first: string; second?: string }>;

function finish(
  patterns: readonly TextPattern[],
  opaque: readonly TextPattern[],
  samples: Samples,
  preferred: readonly string[],
): TextAtoms {
  const constants = new Map(
    patterns.flatMap((each, place) => (each.kind === 'equals' ? [[each.text, place] as const] : [])),
  );
  const open = patterns.flatMap((each, place) => (each.kind === 'equals' ? [] : [{ each, place }]));
  const keyOf = (text: string): string => {
    const fits = open.filter(({ each }) => patternFits(each, text)).map(({ place }) => place);
    const constant = constants.get(text);
    return (constant === undefined ? fits : [...fits, constant].sort((a, b) => a - b)).join();
  };
  const wanted = new Map<string, string>();
  for (const text of preferred) {
    const key = keyOf(text);
    if (!wanted.has(key)) wanted.set(key, text);
  }
  const entries = [...samples];
  const numbers = new Map(entries.map(([key], index) => [key, index]));
  const fitting: number[][] = patterns.map(() => []);
  const atoms = entries.map(([key, { fits, first, second }], atom): TextAtom => {
    for (const place of fits) fitting[place]?.push(atom);
    const sample = wanted.get(key) ?? (first === '' && second !== undefined ? second : first);
    return { sample, fits: new Set(fits), only: fits.some((place) => fitsOneText(patterns[place])) };
  });
  const known = new Map<string, number>();
  return {
    patterns,
    opaque,
    atoms,
    fitting,
    atomOf(text) {
      const number = known.get(text) ?? numbers.get(keyOf(text));
      if (number === undefined) throw new Error(`no atom for the text ${JSON.stringify(text)}`);
      if (known.size === MOST_KNOWN) known.clear();
      known.set(text, number);
      return number;
    },
  };
}

function walk(read: readonly ReadPattern[], limited: boolean): Samples | undefined {
  const letters = lettersOf(read);
  const constants = new Map<string, number>();
  const machines: Machine[] = [];
  const places: number[] = [];
  read.forEach((each, place) => {
    if (each.pattern.kind === 'equals') constants.set(each.pattern.text, place);
    else {
      machines.push(machineOf(each, letters));
      places.push(place);
    }
  });
  const trie = trieOf([...constants.keys()], letters);
  const product = productOf(machines, letters.length, rarest(read, letters));
  const fitsAt = (node: number, state: ProductState): readonly number[] => {
    const fits = product.accepting(state).map((machine) => places[machine] as number);
    const constant = trie.ends(node) ? constants.get(trie.textAt(node) ?? '') : undefined;
    return constant === undefined ? fits : [...fits, constant].sort((a, b) => a - b);
  };

  const samples = new Map<string, { fits: readonly number[]; first: string; second?: string }>();
  const keys = new Map<string, string>();
  const queue: { readonly node: number; readonly state: ProductState; readonly text: string }[] = [];
  const enter = (node: number, state: ProductState, text: string): void => {
    const id = `${node}:${state.join()}`;
    const known = keys.get(id);
    const fits = known === undefined ? fitsAt(node, state) : [];
    const key = known ?? fits.join();
    const sample = samples.get(key);
    if (sample === undefined) samples.set(key, { fits, first: text });
    else if (sample.second === undefined && sample.first !== text) sample.second = text;
    if (known !== undefined) return;
    keys.set(id, key);
    queue.push({ node, state, text });
  };
  enter(trie.root, product.start, '');
  const mostStates = Math.max(MOST_STATES, STATES_A_PATTERN * read.length);
  const mostAtoms = Math.max(MOST_ATOMS, ATOMS_A_PATTERN * read.length);
  let work = 0;
  for (let at = 0; at < queue.length; at += 1) {
    const { node, state, text } = queue[at] as (typeof queue)[number];
    if (limited && (work > MOST_WORK || queue.length > mostStates || samples.size > mostAtoms))
      return undefined;
    // With every machine at rest, letters that neither move one nor lead along a constant all lead to one place.
    let idle = false;
    for (let letter = 0; letter < letters.length; letter += 1) {
      if (state.length === 0 && !product.moves(letter) && !trie.leads(node, letter)) {
        if (idle) continue;
        idle = true;
      }
      work += 1 + state.length;
      enter(trie.step(node, letter), product.step(state, letter), text + (letters[letter] as Letter).text);
    }
  }
  return samples;
}

/** A letter that the fewest patterns speak of: the last of those that no constant and no glob contains. */
function rarest(read: readonly ReadPattern[], letters: readonly Letter[]): number {
  const spoken = new Set<number>();
  for (const { pattern } of read) {
    const text = pattern.kind === 'equals' ? pattern.text : pattern.kind === 'glob' ? pattern.glob : '';
    for (const char of text) spoken.add(char.codePointAt(0) ?? 0);
  }
  return Math.max(
    0,
    letters.findLastIndex(({ code }) => !spoken.has(code)),
  );
}

interface Trie {
  readonly root: number;
  step(node: number, letter: number): number;
  /** The letter leads along some constant. */
  leads(node: number, letter: number): boolean;
  textAt(node: number): string | undefined;
  ends(node: number): boolean;
}

/** All constants of a fact as one machine: the path to each of them, and a state outside of the paths. */
function trieOf(texts: readonly string[], letters: readonly Letter[]): Trie {
  const BESIDE = 0;
  const nodes: { readonly next: Map<number, number>; text?: string }[] = [
    { next: new Map() },
    { next: new Map() },
  ];
  const byCode = new Map(letters.map(({ code }, index) => [code, index]));
  for (const text of texts) {
    let node = 1;
    for (const char of text) {
      const letter = byCode.get(char.codePointAt(0) ?? 0);
      if (letter === undefined) throw new Error(`no letter for ${JSON.stringify(char)}`);
      let to = nodes[node]?.next.get(letter);
      if (to === undefined) {
        to = nodes.push({ next: new Map() }) - 1;
        nodes[node]?.next.set(letter, to);
      }
      node = to;
    }
    const end = nodes[node];
    if (end !== undefined) end.text = text;
  }
  return {
    root: 1,
    step: (node, letter) => nodes[node]?.next.get(letter) ?? BESIDE,
    leads: (node, letter) => nodes[node]?.next.has(letter) ?? false,
    textAt: (node) => nodes[node]?.text,
    ends: (node) => nodes[node]?.text !== undefined,
  };
}

/** Some texts that fit a pattern, short ones first: for patterns that the walk had to leave out. */
export function samplesOf(pattern: TextPattern): readonly string[] {
  const read = readPattern(pattern);
  const samples = read === undefined ? undefined : walk([read], true)?.get('0');
  if (samples === undefined) return [];
  return samples.second === undefined ? [samples.first] : [samples.first, samples.second];
}
