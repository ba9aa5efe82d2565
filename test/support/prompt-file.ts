/**
 * A prompt file as `llmr learn` writes it, made by hand: short prompts are easy for `mini` and long ones are not, and
 * `large` answers all of them well. Nothing is fitted, so that a test knows what is predicted.
 */
import { SURFACE_FEATURES } from '../../src/language/quality/prompt-features.ts';
import { writePromptModel } from '../../src/language/quality/prompt-model.ts';
import { BUCKETS } from '../../src/language/quality/prompt-ngrams.ts';

const surface = (length: number): number[] => SURFACE_FEATURES.map((_, at) => (at === 0 ? length : 0));

/** `names`: of the small and of the large model. */
export function promptFile(names: readonly [string, string] = ['mini', 'large'], easy = 97): string {
  const [mini, large] = names;
  // Without held-out prompts each member is judged by itself.
  const held = { scores: new Uint8Array(0), quality: new Uint8Array(0) };
  const model = { weights: new Int8Array(2 * BUCKETS), step: 1, mean: 90, held };
  return writePromptModel({
    runs: [
      {
        rows: 400,
        deviations: 1.96,
        scale: {
          idf: new Uint8Array(2 * BUCKETS),
          // Prompts of about 100 characters are neither short nor long.
          center: Float64Array.from(surface(Math.log1p(100))),
          spread: Float64Array.from(SURFACE_FEATURES, () => 1),
        },
        models: [
          {
            ...model,
            name: mini,
            surface: surface(-100),
            levels: [
              { from: -1_000, expected: 50, rows: 400, quality: 73.5, low: 70 },
              { from: 90, expected: easy, rows: 200, quality: easy, low: easy - 3 },
            ],
          },
          {
            ...model,
            name: large,
            surface: surface(0),
            levels: [{ from: -1_000, expected: 98, rows: 400, quality: 98, low: 96 }],
          },
        ],
      },
    ],
  });
}

export const EASY = 'Who wrote it?';
export const HARD = `Compare the two drafts below. ${'A long paragraph of a draft. '.repeat(20)}`;
