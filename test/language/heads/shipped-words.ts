/** The table of word vectors as training wants it: what "words-1", the default encoder, needs. */
import type { DenseSource } from '../../../src/language/heads/dense-part.ts';
import { wordVectors } from '../../../src/meaning/word-vectors.ts';

export const SHIPPED_WORDS = { kind: 'words', table: wordVectors() } as const satisfies DenseSource;
