/** Failed attempts as phrases: `sonnet timed out after 20.0 s`. Knows no dispatch. */
import { FAILURES } from '../semantics/failures.ts';
import type { AttemptDocument } from './decision-document.ts';

type Attempted = Pick<AttemptDocument, 'model' | 'outcome' | 'class' | 'status' | 'ms'>;

/** `sonnet timed out after 20.0 s`, `gpt-4o was overloaded (503)`. */
export function attemptWords(attempt: Attempted): string {
  if (attempt.class === undefined) return `${attempt.model} was aborted`;
  const words = FAILURES[attempt.class].words;
  if (attempt.class === 'timeout')
    return `${attempt.model} ${words} after ${(attempt.ms / 1000).toFixed(1)} s`;
  return `${attempt.model} ${words}${attempt.status === undefined ? '' : ` (${attempt.status})`}`;
}

/** The attempts that failed, joined; empty when none did. */
export function attemptFailures(attempts: readonly Attempted[]): string {
  let words = '';
  for (const attempt of attempts)
    if (attempt.outcome === 'failed') words += `${words === '' ? '' : ', '}${attemptWords(attempt)}`;
  return words;
}
