/**
 * The atoms of one text fact: which patterns a text fits, for every combination that some text has, with a short
 * text of each. Found by walking the product of all patterns' machines. Patterns that are no machine, or too many for
 * the walk, are left over: opaque, to be taken as free flags. Knows no policy.
 */
import { patternKey } from '../graph/set-algebra.ts';
import { patternFits } from '../vocabulary/text-patterns.ts';
import type { TextPattern } from '../vocabulary/value-set.ts';
import type { Machine } from './machine.ts';
import { type Letter, lettersOf, type ReadPattern } from './text-alphabet.ts';
import { machineOf, readPattern } from './text-machines.ts';

export interface TextAtom {
  /** A text that fits just these patterns. */
  readonly sample: string;
  /** Bit by bit, in the order of `TextAtoms.patterns`. */
  readonly fits: readonly boolean[];
  /** The only text of its atom. */
  readonly only: boolean;
}

export interface TextAtoms {
  /** Told apart exactly. */
  readonly patterns: readonly TextPattern[];
  readonly opaque: readonly TextPattern[];
  readonly atoms: readonly TextAtom[];
  /** The atom of a text. */
  atomOf(text: string): number;
}

/** Steps of single machines in one walk: some 30 ms. */
const MOST_WORK = 3_000_000;
const MOST_STATES = 20_000;
const MOST_ATOMS = 2_048;

/** `preferred` texts stand for their atoms, the first that fits. */
export function textAtoms(patterns: readonly TextPattern[], preferred: readonly string[] = []): TextAtoms {
  const distinct = [...new Map(patterns.map((pattern) => [patternKey(pattern), pattern])).values()];
  const read = distinct.flatMap((pattern) => readPattern(pattern) ?? []);
  const constants = read.filter(({ pattern }) => pattern.kind === 'equals');
  const globs = read.filter(({ pattern }) => pattern.kind === 'equals' || pattern.kind === 'glob');
  // The fewer patterns, the more surely the walk ends; a walk over constants always does.
  for (const tried of [read, globs, constants]) {
    const found = walk(tried, tried === constants ? Number.POSITIVE_INFINITY : MOST_WORK);
    if (found === undefined) continue;
    const known = tried.map(({ pattern }) => pattern);
    return finish(
      known,
      distinct.filter((pattern) => !known.includes(pattern)),
      found,
      preferred,
    );
  }
  throw new Error('a walk over constants did not end');
}

/** Texts by atom key; a second one where the walk met one. */
type Samples = Map<string, { first: string; second?: string }>;

function finish(
  patterns: readonly TextPattern[],
  opaque: readonly TextPattern[],
  samples: Samples,
  preferred: readonly string[],
): TextAtoms {
  const keyOf = (text: string): string =>
    patterns.map((each) => (patternFits(each, text) ? '1' : '0')).join('');
  const wanted = new Map<string, string>();
  for (const text of preferred) {
    const key = keyOf(text);
    if (!wanted.has(key)) wanted.set(key, text);
  }
  const entries = [...samples];
  const numbers = new Map(entries.map(([key], index) => [key, index]));
  const atoms = entries.map(([key, { first, second }]): TextAtom => {
    const sample = wanted.get(key) ?? (first === '' && second !== undefined ? second : first);
    return {
      sample,
      fits: [...key].map((bit) => bit === '1'),
      only: patterns.some((each, i) => each.kind === 'equals' && key[i] === '1'),
    };
  });
  return {
    patterns,
    opaque,
    atoms,
    atomOf(text) {
      const number = numbers.get(keyOf(text));
      if (number === undefined) throw new Error(`no atom for the text ${JSON.stringify(text)}`);
      return number;
    },
  };
}

function walk(read: readonly ReadPattern[], mostWork: number): Samples | undefined {
  const letters = lettersOf(read);
  const constants = new Map<string, number>();
  const machines: { readonly machine: Machine; readonly pattern: number }[] = [];
  read.forEach((each, index) => {
    if (each.pattern.kind === 'equals') constants.set(each.pattern.text, index);
    else machines.push({ machine: machineOf(each, letters), pattern: index });
  });
  const trie = trieOf([...constants.keys()], letters);
  const none = read.map(() => '0');
  const keyAt = (node: number, states: readonly number[]): string => {
    const key = [...none];
    machines.forEach(({ machine, pattern }, index) => {
      if (machine.accepts(states[index] as number)) key[pattern] = '1';
    });
    const constant = constants.get(trie.textAt(node) ?? '');
    if (constant !== undefined && trie.ends(node)) key[constant] = '1';
    return key.join('');
  };

  const samples: Samples = new Map();
  const seen = new Set<string>();
  const queue: { readonly node: number; readonly states: readonly number[]; readonly text: string }[] = [];
  const enter = (node: number, states: readonly number[], text: string): void => {
    const id = `${node}:${states.join()}`;
    const isNew = !seen.has(id);
    const key = keyAt(node, states);
    const sample = samples.get(key);
    if (sample === undefined) samples.set(key, { first: text });
    else if (sample.second === undefined && sample.first !== text) sample.second = text;
    if (!isNew) return;
    seen.add(id);
    queue.push({ node, states, text });
  };
  enter(
    trie.root,
    machines.map(() => 0),
    '',
  );
  let work = 0;
  for (let at = 0; at < queue.length; at += 1) {
    const { node, states, text } = queue[at] as (typeof queue)[number];
    work += letters.length * (machines.length + 1);
    if (
      work > mostWork ||
      (Number.isFinite(mostWork) && (queue.length > MOST_STATES || samples.size > MOST_ATOMS))
    )
      return undefined;
    for (let letter = 0; letter < letters.length; letter += 1) {
      enter(
        trie.step(node, letter),
        machines.map(({ machine }, index) => machine.step(states[index] as number, letter)),
        text + (letters[letter] as Letter).text,
      );
    }
  }
  return samples;
}

interface Trie {
  readonly root: number;
  step(node: number, letter: number): number;
  textAt(node: number): string | undefined;
  ends(node: number): boolean;
}

/** All constants of a fact as one machine: the way to each of them, and a place beside the way. */
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
    textAt: (node) => nodes[node]?.text,
    ends: (node) => nodes[node]?.text !== undefined,
  };
}

/** Some texts that fit a pattern, short ones first: for patterns that the walk had to leave out. */
export function samplesOf(pattern: TextPattern): readonly string[] {
  const read = readPattern(pattern);
  const samples = read === undefined ? undefined : walk([read], MOST_WORK)?.get('1');
  if (samples === undefined) return [];
  return samples.second === undefined ? [samples.first] : [samples.first, samples.second];
}
