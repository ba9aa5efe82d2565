/**
 * Which decisions the log keeps: all, or a share of them and every failure, refusal and fallback. A kept decision has a
 * weight, so that counts of a log can stand for all decisions. Decides nothing about a request.
 */
import type { DecisionRecord } from '../../language/explaining/decision-record.ts';
import { SHARE_OF_DECISIONS } from '../config/config-keys.ts';

/** Of the key `decisions`: `all` is 1, `10%` is 0.1. @throws Error for a text that the configuration would refuse */
export function shareOfDecisions(text: string): number {
  if (!new RegExp(SHARE_OF_DECISIONS, 'u').test(text)) throw new Error(`"decisions" cannot be "${text}"`);
  return text === 'all' ? 1 : Number(text.slice(0, -1)) / 100;
}

/** The number of decisions that a kept one represents; undefined: it is not kept. */
export function weightIn(share: number, record: DecisionRecord): number | undefined {
  if (share >= 1 || isExceptional(record)) return 1;
  return placeOf(record.id) < share ? Number((1 / share).toPrecision(6)) : undefined;
}

function isExceptional({ status, ending, reason, refused, attempts = [] }: DecisionRecord): boolean {
  if (status >= 400 || ending !== 'complete' || reason === 'fallback' || refused !== undefined) return true;
  return attempts.some(
    ({ outcome, checks }) => outcome === 'failed' || checks?.some(({ ok }) => !ok) === true,
  );
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const DIGITS = 8;

/** In [0, 1), from the random digits of the id, so that the same decision is kept by every reader. */
function placeOf(id: string): number {
  let place = 0;
  for (const digit of id.slice(-DIGITS)) place = place * 32 + Math.max(0, CROCKFORD.indexOf(digit));
  return place / 32 ** DIGITS;
}
