/**
 * Reads an unstreamed chat completion with a success status: a whole answer, or the failure that it really is. Knows
 * no HTTP and no policy.
 */
import type { FailureClass } from '../../../language/semantics/failures.ts';
import type { AnswerSign, Fault } from '../dialect.ts';
import { type Finish, readFinish, setsLimit } from '../finish-words.ts';
import { errorIn, errorOfChoice } from '../in-band-error.ts';
import { isRecord } from '../is-record.ts';
import { parseJson } from '../parse-json.ts';
import { faultInBand } from '../read-fault.ts';
import { usageIn } from '../read-usage.ts';
import { charactersOf } from './count-characters.ts';
import { holdsAnswer } from './holds-answer.ts';

type Json = Readonly<Record<string, unknown>>;

/** @param request the caller's body */
export function readAnswer(body: Buffer, request: Json): AnswerSign {
  const text = body.toString('utf8');
  const json = parseJson(text);
  if (json === undefined) {
    return text.trim() === ''
      ? fault('empty', 'answered with an empty body')
      : fault('malformed', 'answered with a body that is not whole JSON');
  }
  const error = errorIn(json);
  const choices = isRecord(json) ? json['choices'] : undefined;
  const hasChoices = Array.isArray(choices) && choices.length > 0;
  const told = error === undefined ? undefined : faultInBand(error);
  // Next to an answer an error is a remark; next to an empty one it is the reason.
  if (told !== undefined && !(hasChoices && choices.some(isAnswer))) return { kind: 'fault', fault: told };
  if (!isRecord(json)) return fault('malformed', 'answered with JSON that is not an object');
  if (!Array.isArray(choices)) return fault('malformed', 'answered without choices');
  if (!hasChoices) return fault('empty', 'answered with no choice');
  return readChoices(json, choices, request);
}

function readChoices(json: Json, choices: readonly unknown[], request: Json): AnswerSign {
  const usage = usageIn(json);
  const finishes: Finish[] = [];
  let characters = 0;
  let failure: Fault | undefined;
  for (const choice of choices) {
    const message = messageOf(choice);
    if (!isRecord(choice) || message === undefined) {
      return fault('malformed', 'answered with a choice without a message');
    }
    failure ??= failureOf(choice);
    finishes.push(readFinish(choice));
    characters += charactersOf(message);
  }
  if (!choices.some(isAnswer)) failure ??= emptiness(finishes, request);
  if (failure !== undefined) return { kind: 'fault', fault: failure, burnt: { usage, characters } };
  return { kind: 'whole', usage, characters, text: textOf(choices[0]), callsTools: choices.some(callsTools) };
}

/** Why an answer without content does not count as one; undefined where it is what the caller requested. */
function emptiness(finishes: readonly Finish[], request: Json): Fault | undefined {
  if (finishes.some(({ kind }) => kind === 'filtered')) {
    return { class: 'content-filter', message: "the provider's filter withheld the answer" };
  }
  const atLimit = finishes.some((finish) => finish.kind === 'ended' && finish.atLimit);
  if (atLimit && setsLimit(request)) return undefined;
  return { class: 'empty', message: 'answered with an empty message' };
}

function failureOf(choice: Json): Fault | undefined {
  const told = errorOfChoice(choice);
  if (told !== undefined) return faultInBand(told);
  const finish = readFinish(choice);
  if (finish.kind !== 'failed') return undefined;
  return { class: finish.class, message: finish.message };
}

function isAnswer(choice: unknown): boolean {
  const message = messageOf(choice);
  return message !== undefined && holdsAnswer(message);
}

function callsTools(choice: unknown): boolean {
  const message = messageOf(choice);
  if (message === undefined) return false;
  const calls = message['tool_calls'];
  return (Array.isArray(calls) && calls.length > 0) || isRecord(message['function_call']);
}

function textOf(choice: unknown): string {
  const content = messageOf(choice)?.['content'];
  return typeof content === 'string' ? content : '';
}

function messageOf(choice: unknown): Json | undefined {
  const message = isRecord(choice) ? choice['message'] : undefined;
  return isRecord(message) ? message : undefined;
}

function fault(failure: FailureClass, message: string): AnswerSign {
  return { kind: 'fault', fault: { class: failure, message } };
}
