/**
 * Vetting that begins with the set kept by an earlier start, and keeps each set that passes. Must not know: what is kept,
 * how vetting works.
 */
import { readKeptSet, writeKeptSet } from './kept-set.ts';
import type { Vetting } from './vetting.ts';

/** @param build identifies the code of llmr */
export function keepSet(vetting: Vetting, path: string, build: string): Vetting {
  /** Once a set has been vetted, a change is what brings the next question. */
  let started = false;
  let writing: Promise<unknown> = Promise.resolve();
  return {
    async vet(options) {
      const kept = started ? undefined : await readKeptSet(path, build, options);
      started = true;
      if (kept !== undefined) return kept;
      const verdict = await vetting.vet(options);
      if (verdict.kind === 'good') writing = writing.then(() => writeKeptSet(path, build, options, verdict));
      return verdict;
    },
    async close() {
      await writing;
      await vetting.close();
    },
  };
}
