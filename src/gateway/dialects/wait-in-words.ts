/**
 * How long a provider asks to wait, where only a sentence contains it: `Please try again in 1m2.5s` (OpenAI, Groq),
 * `retry after 12 seconds` (Azure). Knows no headers.
 */
import type { FailureClass } from '../../language/semantics/failures.ts';

const WAIT =
  /\b(?:try again|retry|wait)\b.{0,20}?\b(?:in|after|for)\s+((?:\d+(?:\.\d+)?\s*(?:ms|milliseconds?|h(?:ours?)?|m(?:in(?:ute)?s?)?|s(?:ec(?:ond)?s?)?)\s*)+)/i;
const PART = /(\d+(?:\.\d+)?)\s*(ms|milliseconds?|h|m|s)/gi;
const MS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000 };

/** Milliseconds; only for failure classes that pass with time. */
export function waitInWords(failure: FailureClass, messages: readonly string[]): number | undefined {
  if (failure !== 'rate-limit' && failure !== 'overload') return undefined;
  for (const message of messages) {
    const said = WAIT.exec(message.slice(0, 1_000))?.[1];
    if (said === undefined) continue;
    let wait = 0;
    for (const [, number = '0', unit = 's'] of said.matchAll(PART)) {
      wait += Number(number) * (/^m(?:s|illi)/i.test(unit) ? 1 : (MS[unit.toLowerCase()] ?? 1_000));
    }
    return wait;
  }
  return undefined;
}
