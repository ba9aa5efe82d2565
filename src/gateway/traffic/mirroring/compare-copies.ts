/** Compares mirrored copies with the answer that the caller got: time, cost and output tokens. Arithmetic only. */
import type { AttemptDocument, MirrorDocument } from '../../../language/explaining/decision-document.ts';
import type { DecisionRecord } from '../../../language/explaining/decision-record.ts';

/** The record with the results of its copies. */
export function withCopies(record: DecisionRecord, copies: readonly MirrorDocument[]): DecisionRecord {
  const answer = record.attempts?.findLast((attempt) => attempt.outcome === 'answered');
  return { ...record, mirror: copies.map((copy) => compared(copy, answer)) };
}

/** Differences are copy minus answer; absent where one side is not known. */
function compared(copy: MirrorDocument, answer: AttemptDocument | undefined): MirrorDocument {
  if (copy.outcome !== 'answered' || answer === undefined) return copy;
  const more = {
    ms: less(copy.ms, answer.ms),
    costUsd: less(copy.costUsd, answer.costUsd),
    outputTokens: less(copy.outputTokens, answer.outputTokens),
  };
  const known = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined));
  return { ...copy, than: { model: answer.model, ...known } };
}

function less(copy: number | undefined, answer: number | undefined): number | undefined {
  return copy === undefined || answer === undefined ? undefined : Number((copy - answer).toPrecision(12));
}
