/**
 * The refusal when no candidate of a route can serve the request. A window takes precedence over a missing
 * capability, because the caller can send a shorter request. Knows no HTTP.
 */

import type { Refusal } from '../semantics/model.ts';
import type { Plan, Removed } from './plan.ts';
import { removedWords } from './removed-words.ts';

type PlanRefusal = NonNullable<Plan['refusal']>;

/** `words` is the route's `or refuse`; it determines the message, never the reason. */
export function refusalOf(
  route: string,
  removed: readonly Removed[],
  words: Refusal | undefined,
): PlanRefusal {
  const found = foundIn(removed);
  if (words) return { ...words, code: found.code };
  const detail = removed.length === 0 ? 'it has none' : removedWords(removed);
  return { ...found, message: `No candidate of "${route}" can serve this request (${detail}).` };
}

function foundIn(removed: readonly Removed[]): Omit<PlanRefusal, 'message'> {
  if (removed.every((each) => each.kind === 'no-key' || each.kind === 'not-callable'))
    return { status: 503, code: 'no_deployment' };
  if (removed.some((each) => each.kind === 'window')) return { status: 400, code: 'context_length_exceeded' };
  return { status: 400, code: 'unsupported_capability' };
}
