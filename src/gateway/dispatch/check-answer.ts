/**
 * Runs the route's checks on a whole answer and records the results in the attempt. An answer that calls tools is not
 * a final answer and is not checked. Knows no check.
 */
import type { Fault } from '../dialects/dialect.ts';
import type { AttemptRecord, OutgoingRequest } from './outcome.ts';

/** The fault of the first check that fails; undefined when all pass or there is none. */
export function checkAnswer(
  request: OutgoingRequest,
  record: AttemptRecord,
  text: string,
  callsTools: boolean,
): Fault | undefined {
  if (request.check === undefined || callsTools) return undefined;
  record.checks ??= request.check(text);
  const failed = record.checks.find(({ ok }) => !ok);
  if (failed === undefined) return undefined;
  const because = failed.because === undefined ? '' : `: ${failed.because}`;
  return { class: 'failed-check', message: `check ${failed.check}${because}` };
}
