/** `llmr replay --outcomes`: joins scores with recorded decisions. */
import {
  type PolicyValue,
  policyValues,
  type ScoresByDecision,
} from '../../../language/replaying/policy-value.ts';
import type { ReplayPolicy } from '../../../language/replaying/replay-decision.ts';
import { readDataFile } from '../../input/read-data-file.ts';

/** A string is the reason why nothing can be estimated. */
export async function valuesFrom(
  file: string,
  texts: readonly string[],
  policies: readonly ReplayPolicy[],
): Promise<readonly PolicyValue[] | string> {
  const data = await readDataFile(file);
  if (typeof data === 'string') return data;
  const scores = scoresIn(data.text);
  if (typeof scores !== 'object') return `${file}:${scores} has no "decision" and "quality" from 0 to 1`;
  const values = policyValues(texts, scores, policies);
  return values.length === 0 ? `no decision of the log has an outcome in ${file}` : values;
}

/** A number is the line that is not an outcome of a decision. */
function scoresIn(text: string): ScoresByDecision | number {
  const scores = new Map<string, Readonly<Record<string, number>>>();
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const row = parsed(line);
    const quality = row?.quality;
    if (typeof row?.decision !== 'string' || typeof quality !== 'object' || quality === null) return at + 1;
    const isScore = (score: unknown): boolean => typeof score === 'number' && score >= 0 && score <= 1;
    if (!Object.values(quality).every(isScore)) return at + 1;
    scores.set(row.decision, quality as Readonly<Record<string, number>>);
  }
  return scores;
}

function parsed(line: string): { readonly decision?: unknown; readonly quality?: unknown } | undefined {
  try {
    return JSON.parse(line) as { readonly decision?: unknown; readonly quality?: unknown };
  } catch {
    return undefined;
  }
}
