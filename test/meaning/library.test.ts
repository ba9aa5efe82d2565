// Every intent of the standard library finds the texts of its evaluation set, in a policy that imports all of them.
// `npm run bench:library` prints all figures; the floors here are below what it printed, by three texts.
import { describe, expect, it } from 'vitest';
import { newestIntents } from '../../src/language/library/library-files.ts';
import { libraryHead, measure } from './library/measure.ts';

/** Own texts found, and the most texts of other tasks that are taken. */
const FLOORS: Readonly<Record<string, { readonly found: number; readonly accepted: number }>> = {
  'code-generation': { found: 12, accepted: 4 },
  debugging: { found: 14, accepted: 6 },
  translation: { found: 13, accepted: 5 },
  summarisation: { found: 9, accepted: 6 },
  extraction: { found: 9, accepted: 4 },
  classification: { found: 6, accepted: 3 },
  'document-questions': { found: 7, accepted: 8 },
  legal: { found: 12, accepted: 8 },
  medical: { found: 8, accepted: 8 },
  'small-talk': { found: 12, accepted: 4 },
  finance: { found: 12, accepted: 6 },
  maths: { found: 14, accepted: 5 },
  'creative-writing': { found: 9, accepted: 9 },
};

describe('the standard library of intents', () => {
  const head = libraryHead();

  it('is measured as a whole', () => {
    expect(Object.keys(FLOORS).sort()).toEqual([...head.labels].sort());
  });

  it.each(newestIntents().map(({ name }) => name))('%s', (name) => {
    const { found, accepted } = measure(head, name);
    expect(found).toBeGreaterThanOrEqual(FLOORS[name]?.found ?? Number.POSITIVE_INFINITY);
    expect(accepted).toBeLessThanOrEqual(FLOORS[name]?.accepted ?? -1);
  });
});
