/**
 * Vectors of the texts that come with llmr, written ahead for the second look's encoder, which takes half a minute for
 * them: its numbers for the sentence are made from the words. The policy's own texts and prompts are left to the encoder.
 */
import { join } from 'node:path';
import { densePart } from '../../src/language/heads/dense-part.ts';
import { trainingJob } from '../../src/language/heads/training-job.ts';
import { textsOf } from '../../src/language/heads/training-rows.ts';
import { contentHash } from '../../src/language/text/content-hash.ts';
import { USE_LITE } from '../../src/meaning/use-lite.ts';
import { appendVectors, textHash } from '../../src/meaning/vector-file.ts';
import { wordVectors } from '../../src/meaning/word-vectors.ts';

/** Of a sentence, before those of its words. */
const SENTENCE = 512;

/** @param directory where heads are stored between runs */
export async function writeBuiltInVectors(directory: string): Promise<void> {
  const texts = textsOf(trainingJob('intent', [{ name: '-', like: ['-'], not: [] }], USE_LITE));
  const table = wordVectors();
  const vectors = texts.map((text) => {
    const words = densePart(text, { kind: 'words', table });
    const sentence = Float32Array.from({ length: SENTENCE }, (_, at) => words[at % words.length] ?? 0);
    return [textHash(text), Float32Array.of(...scaled(sentence, 1), ...scaled(words, WORDS_LENGTH))] as const;
  });
  await appendVectors(join(directory, `built-in-${contentHash(USE_LITE)}.vectors`), vectors, true);
}

/** As the encoder weighs the words next to the sentence. */
const WORDS_LENGTH = 0.7;

function scaled(vector: Float32Array, to: number): Float32Array {
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => (value * to) / length);
}
