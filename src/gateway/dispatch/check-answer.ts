/**
 * Puts what the route's checks say of a whole answer into the attempt's record. An answer that calls tools is a step
 * on the way to an answer and is not checked. Knows no check.
 */
import type { Fault } from '../dialects/dialect.ts';
import type { AttemptRecord, OutgoingRequest } from './outcome.ts';

/** The fault of the first check that fails; undefined when all pass or none was asked. */
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
