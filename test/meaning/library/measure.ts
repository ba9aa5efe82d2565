/** Measures one head trained from intents of the standard library on their evaluation sets, `NAME.jsonl` in this folder. */
import { readFileSync } from 'node:fs';
import type { Head } from '../../../src/language/heads/head.ts';
import { readLabelledRows } from '../../../src/language/heads/labelled-rows.ts';
import { readIntent } from '../../../src/language/heads/read-intent.ts';
import { trainHead } from '../../../src/language/heads/train-head.ts';
import { trainingJob } from '../../../src/language/heads/training-job.ts';
import { newestIntents } from '../../../src/language/library/library-files.ts';
import type { LibraryIntent } from '../../../src/language/library/library-intent.ts';
import { wordVectors } from '../../../src/meaning/word-vectors.ts';

/** Of one evaluation set. */
export interface Measured {
  readonly intent: string;
  /** Its own texts that were read as it, and all of its own texts. */
  readonly found: number;
  readonly own: number;
  /** Texts of other tasks that were read as it, and all of them. */
  readonly accepted: number;
  readonly others: number;
  /** Of all rows: read as their intent, or as none. */
  readonly right: number;
}

export function libraryHead(intents: readonly LibraryIntent[] = newestIntents()): Head {
  return trainHead(trainingJob('intent', intents), { kind: 'words', table: wordVectors() });
}

export function measure(head: Head, intent: string): Measured {
  const file = new URL(`./${intent}.jsonl`, import.meta.url);
  const { rows, faults } = readLabelledRows(readFileSync(file, 'utf8'));
  if (faults[0] !== undefined) throw new Error(`${intent}.jsonl:${faults[0].line} ${faults[0].why}`);
  const read = rows.map((row) => ({ meant: row.intent, as: readIntent(head, row.text).intent }));
  const own = read.filter(({ meant }) => meant === intent);
  const others = read.filter(({ meant }) => meant !== intent);
  const known = (meant: string | null) => (meant !== null && head.labels.includes(meant) ? meant : null);
  return {
    intent,
    found: own.filter(({ as }) => as === intent).length,
    own: own.length,
    accepted: others.filter(({ as }) => as === intent).length,
    others: others.length,
    right: read.filter(({ meant, as }) => as === known(meant)).length,
  };
}
