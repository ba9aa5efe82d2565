// Reads outcomes from a text: JSON Lines or CSV. Must not know: files.

import { readCsvOutcomes } from './outcome-csv.ts';
import { readJsonOutcomes } from './outcome-json.ts';
import type { Outcomes } from './outcome-rows.ts';

/** The accepted formats, for messages. */
export const OUTCOME_FORMS =
  'one {"prompt"?, "intent"?, "complexity"?, "quality": {MODEL: number}, "cost"?: {MODEL: usd}} a line, or CSV that begins with prompt,intent,MODEL,MODEL… or prompt,intent,model,score,cost';

/** JSON where the first character is a brace. */
export function readOutcomes(text: string): Outcomes {
  const read = /^\ufeff?\s*[{[]/.test(text) ? readJsonOutcomes(text) : readCsvOutcomes(text);
  let highest = 0;
  for (const { quality } of read.rows)
    for (const value of quality.values()) highest = Math.max(highest, value);
  return { ...read, scale: highest <= 1 ? 1 : highest <= 10 ? 10 : 100 };
}
