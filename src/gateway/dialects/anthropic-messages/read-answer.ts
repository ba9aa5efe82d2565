/**
 * Reads an unstreamed message with a success status: a whole answer, or the failure that it really is. Knows no HTTP
 * and no policy.
 */
import type { Json } from '../../../language/planning/chat-members.ts';
import type { FailureClass } from '../../../language/semantics/failures.ts';
import type { AnswerSign, Fault } from '../dialect.ts';
import { readFinish } from '../finish-words.ts';
import { errorIn } from '../in-band-error.ts';
import { isRecord } from '../is-record.ts';
import { parseJson } from '../parse-json.ts';
import { faultInBand } from '../read-fault.ts';
import { readUsage } from '../read-usage.ts';
import { blocksOf, charactersOf, holdsAnswer } from './content-blocks.ts';

export function readAnswer(body: Buffer): AnswerSign {
  const text = body.toString('utf8');
  if (text.trim() === '') return fault('empty', 'answered with an empty body');
  const json = parseJson(text);
  if (json === undefined) return fault('malformed', 'answered with a body that is not whole JSON');
  if (!isRecord(json)) return fault('malformed', 'answered with JSON that is not an object');
  if (!Array.isArray(json['content'])) {
    const told = faultInBand(errorIn(json));
    return told === undefined
      ? fault('malformed', 'answered without content')
      : { kind: 'fault', fault: told };
  }
  return readMessage(json);
}

function readMessage(message: Json): AnswerSign {
  const blocks = blocksOf(message);
  const usage = readUsage(message['usage']);
  const characters = blocks.reduce((sum, block) => sum + charactersOf(block), 0);
  const failure = failureOf(message, blocks);
  if (failure !== undefined) return { kind: 'fault', fault: failure, burnt: { usage, characters } };
  return {
    kind: 'whole',
    usage,
    characters,
    text: blocks.map(({ type, text }) => (type === 'text' ? String(text ?? '') : '')).join(''),
    callsTools: blocks.some(({ type }) => type === 'tool_use'),
  };
}

/** Why it does not count as an answer; reaching the caller's limit before the first word is what was requested. */
function failureOf({ stop_reason: reason }: Json, blocks: readonly Json[]): Fault | undefined {
  const finish = readFinish({ finish_reason: reason });
  if (finish.kind === 'failed') return { class: finish.class, message: finish.message };
  if (blocks.some(holdsAnswer) || (finish.kind === 'ended' && finish.atLimit)) return undefined;
  return finish.kind === 'filtered'
    ? { class: 'content-filter', message: "the provider's filter withheld the answer" }
    : { class: 'empty', message: 'answered with an empty message' };
}

function fault(failure: FailureClass, message: string): AnswerSign {
  return { kind: 'fault', fault: { class: failure, message } };
}
