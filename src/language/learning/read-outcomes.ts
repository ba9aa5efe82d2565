// Reads outcomes from a text: JSON Lines or CSV. Must not know: files.

import { knownReport } from './known-report.ts';
import { readCsvOutcomes } from './outcome-csv.ts';
import { readJsonOutcomes } from './outcome-json.ts';
import type { Outcomes } from './outcome-rows.ts';
import { scaleOf } from './score-scale.ts';

/** The accepted formats, for messages. */
export const OUTCOME_FORMS =
  'one {"prompt"?, "intent"?, "complexity"?, "quality": {MODEL: score}, "cost"?: {MODEL: usd}} or {"prompt", "model", "score", "cost"?} per line, or CSV that begins with prompt,intent,MODEL,MODEL… or prompt,intent,model,score,cost';

/** JSON where the first character is a brace. `asked`: the highest score there can be, where the caller knows it. */
export function readOutcomes(text: string, asked?: number): Outcomes {
  const report = knownReport(text);
  if (report !== undefined)
    return { rows: [], contaminated: 0, faults: [{ line: 1, why: report }], scale: asked ?? 1 };
  const { scores, ...read } = /^\ufeff?\s*[{[]/.test(text)
    ? readJsonOutcomes(text, asked)
    : readCsvOutcomes(text, asked);
  const scale = scaleOf(scores, asked);
  if (typeof scale === 'number') return { ...read, scale };
  return { ...read, faults: [...read.faults, scale].sort((a, b) => a.line - b.line), scale: asked ?? 1 };
}
