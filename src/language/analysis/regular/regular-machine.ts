/**
 * A regular pattern as a machine: RE2's meaning of found anywhere in the text, anchors and word boundaries included. Knows
 * trees of patterns, and letters.
 */
import { WORD } from './char-ranges.ts';
import { type Machine, subsets } from './machine.ts';
import type { Regular } from './regular-syntax.ts';
import type { Letter } from './text-alphabet.ts';

/** After K. Thompson, 1968. An edge is taken freely, at the ends of the text only, or by a character. */
interface Place {
  readonly edges: { readonly to: number; readonly only?: 'begin' | 'end' | 'boundary' | 'no boundary' }[];
  chars?: { readonly fits: Uint8Array; readonly to: number };
}

/** Position in the text: at its beginning, at its end, on the edge of a word; undefined: not known yet. */
interface Spot {
  readonly begin: boolean;
  readonly end: boolean;
  readonly boundary?: boolean;
}

interface State {
  readonly places: readonly number[];
  readonly begin: boolean;
  /** The last character was one of a word. */
  readonly word: boolean;
  /** A match has been found; nothing that follows can undo it. */
  readonly found: boolean;
}

export function regularMachine(tree: Regular, letters: readonly Letter[]): Machine {
  return new RegularMachine(tree, letters).run();
}

class RegularMachine {
  readonly #letters: readonly Letter[];
  readonly #places: Place[] = [];
  readonly #start = this.#add();
  readonly #accept: number;
  readonly #isWord: Uint8Array<ArrayBuffer>;

  constructor(tree: Regular, letters: readonly Letter[]) {
    this.#letters = letters;
    this.#accept = this.#build(tree, this.#start);
    this.#isWord = Uint8Array.from(this.#letters, ({ code }) =>
      WORD.some(([low, high]) => code >= low && code <= high) ? 1 : 0,
    );
  }

  run(): Machine {
    return subsets<State>(
      this.#stateOf([this.#start], true, false),
      ({ found, begin, word, places }) =>
        found ? 'found' : `${begin ? '^' : ''}${word ? 'w' : ''}${places.join()}`,
      (state, letter) => {
        if (state.found) return state;
        // Whether this is the edge of a word is known only now.
        const boundary = state.word !== (this.#isWord[letter] === 1);
        const reached = this.#close(state.places, { begin: state.begin, end: false, boundary });
        // A match may begin anywhere.
        const seeds = new Set([reached.has(this.#accept) ? this.#accept : this.#start]);
        for (const place of reached) {
          const { chars } = this.#at(place);
          if (chars !== undefined && chars.fits[letter] === 1) seeds.add(chars.to);
        }
        return this.#stateOf(seeds, false, this.#isWord[letter] === 1);
      },
      (state) =>
        state.found ||
        this.#close(state.places, { begin: state.begin, end: true, boundary: state.word }).has(this.#accept),
      this.#letters.length,
    );
  }

  #add(): number {
    return this.#places.push({ edges: [] }) - 1;
  }

  #at(place: number): Place {
    return this.#places[place] as Place;
  }

  #build(part: Regular, from: number): number {
    switch (part.kind) {
      case 'chars': {
        const to = this.#add();
        const fits = Uint8Array.from(this.#letters, ({ code }) =>
          part.ranges.some(([low, high]) => code >= low && code <= high) ? 1 : 0,
        );
        const own = this.#add();
        this.#at(from).edges.push({ to: own });
        this.#at(own).chars = { fits, to };
        return to;
      }
      case 'sequence':
        return part.parts.reduce((end, each) => this.#build(each, end), from);
      case 'either': {
        const to = this.#add();
        for (const each of part.parts) {
          const start = this.#add();
          this.#at(from).edges.push({ to: start });
          this.#at(this.#build(each, start)).edges.push({ to });
        }
        return to;
      }
      case 'repeat': {
        let end = from;
        for (let i = 0; i < part.least; i += 1) end = this.#build(part.part, end);
        if (!Number.isFinite(part.most)) {
          const loop = this.#add();
          this.#at(end).edges.push({ to: loop });
          this.#at(this.#build(part.part, loop)).edges.push({ to: loop });
          return loop;
        }
        const to = this.#add();
        this.#at(end).edges.push({ to });
        for (let i = part.least; i < part.most; i += 1) {
          end = this.#build(part.part, end);
          this.#at(end).edges.push({ to });
        }
        return to;
      }
      case 'begin':
      case 'end': {
        const to = this.#add();
        this.#at(from).edges.push({ to, only: part.kind });
        return to;
      }
      case 'boundary': {
        const to = this.#add();
        this.#at(from).edges.push({ to, only: part.negated ? 'no boundary' : 'boundary' });
        return to;
      }
    }
  }

  #close(seeds: Iterable<number>, { begin, end, boundary }: Spot): Set<number> {
    const open = { begin, end, boundary: boundary === true, 'no boundary': boundary === false };
    const reached = new Set(seeds);
    for (const place of reached)
      for (const { to, only } of this.#at(place).edges) if (only === undefined || open[only]) reached.add(to);
    return reached;
  }

  #stateOf(seeds: Iterable<number>, begin: boolean, word: boolean): State {
    const reached = this.#close(seeds, { begin, end: false });
    const found = reached.has(this.#accept);
    return { places: found ? [] : [...reached].sort((a, b) => a - b), begin, word, found };
  }
}
