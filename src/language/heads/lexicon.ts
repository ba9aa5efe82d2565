// A cache of words for a head: their numbered n-grams, their row of word vectors, and the scores of their character
// pieces for every intent summed into one row, so that a cached word costs one row instead of one for every piece.
// The cached values depend on the head alone: no answer depends on earlier texts. Numbers below the head's column
// count are columns; those above represent n-grams that the head does not know. Must not know: texts, sentences,
// thresholds.

import { addRows } from './add-rows.ts';
import { createColumnIndex } from './column-index.ts';
import type { Head } from './head.ts';
import { type HashedWord, hashWord } from './ngrams.ts';
import { rowsOfWord } from './word-table.ts';

/** The parts of a head that scoring needs. */
export type Scorer = Pick<Head, 'columns' | 'idf' | 'unknownIdf' | 'weights' | 'bias' | 'dense' | 'words'>;

export interface KnownWord {
  /** Its row in `pieceLogits`. */
  readonly row: number;
  readonly hashed: HashedWord;
  /** The word's own n-gram. */
  readonly number: number;
  /** Its pieces, repetitions kept. */
  readonly pieces: Int32Array;
  /** Whether any of its pieces was in an example. */
  readonly piecesKnown: boolean;
  /** Rows of the head's table of words; none without a table. */
  readonly vectors: readonly number[];
}

export interface Lexicon {
  /** Of words as `wordsOf` writes them. */
  readonly wordOf: (text: string) => KnownWord;
  /** The number of an n-gram that is not a word: a column, or −1. */
  readonly columnOf: (hash: number) => number;
  /** Call before each text: clears the cache when it has become too large. */
  readonly makeRoom: () => void;
  /** One more than the highest number given so far. */
  readonly numbers: () => number;
  /** A word's row: the sum of its pieces' weights, each times its idf, one column per intent. */
  readonly pieceLogits: () => Float32Array;
}

/** English texts of a service rarely use more; 150 intents make 2.4 MB of rows of them. */
const WORDS_KEPT = 4096;

export function createLexicon(head: Scorer): Lexicon {
  const classes = head.bias.length;
  const index = createColumnIndex(head.columns);
  const known = head.columns.length;
  let words = new Map<string, KnownWord>();
  let unknown = new Map<number, number>();
  let rows = new Float32Array(0);
  const sum = new Float64Array(classes);

  const numberOf = (hash: number): number => {
    const column = index.find(hash);
    if (column >= 0) return column;
    let number = unknown.get(hash);
    if (number === undefined) {
      number = known + unknown.size;
      unknown.set(hash, number);
    }
    return number;
  };
  const keepPieceLogits = (row: number, pieces: Int32Array): boolean => {
    const columns = pieces.filter((number) => number < known);
    const weights = Float32Array.from(columns, (column) => head.idf[column] ?? 0);
    sum.fill(0);
    addRows(sum, head.weights, weights, columns);
    if (rows.length < (row + 1) * classes) {
      const more = new Float32Array(Math.max(64 * classes, 2 * rows.length));
      more.set(rows);
      rows = more;
    }
    rows.set(sum, row * classes);
    return columns.length > 0;
  };
  const meet = (text: string): KnownWord => {
    const hashed = hashWord(text);
    const row = words.size;
    const pieces = Int32Array.from(hashed.pieces, numberOf);
    return {
      row,
      hashed,
      number: numberOf(hashed.hash),
      pieces,
      piecesKnown: keepPieceLogits(row, pieces),
      vectors: head.words === undefined ? [] : rowsOfWord(head.words, text, hashed.hash),
    };
  };
  return {
    wordOf(text) {
      let word = words.get(text);
      if (word === undefined) {
        word = meet(text);
        words.set(text, word);
      }
      return word;
    },
    columnOf: (hash) => index.find(hash),
    makeRoom() {
      if (words.size < WORDS_KEPT) return;
      words = new Map();
      unknown = new Map();
      rows = new Float32Array(0);
    },
    numbers: () => known + unknown.size,
    pieceLogits: () => rows,
  };
}
