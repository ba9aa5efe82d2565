/**
 * Reads an unstreamed chat completion that came with a success status: a whole answer, or the failure it really is.
 * Knows no HTTP and no policy.
 */
import type { AnswerSign } from '../dialect.ts';
import { isRecord } from '../is-record.ts';
import { charactersOf } from './count-characters.ts';
import { faultInBand } from './read-fault.ts';
import { usageIn } from './read-usage.ts';

export function readAnswer(body: Buffer): AnswerSign {
  let json: unknown;
  try {
    json = JSON.parse(body.toString('utf8'));
  } catch {
    const what = body.length === 0 ? 'an empty body' : 'a body that is not whole JSON';
    return malformed(`answered with ${what}`);
  }
  if (!isRecord(json)) return malformed('answered with JSON that is not an object');
  const choices = json['choices'];
  if (json['error'] != null && !(Array.isArray(choices) && choices.length > 0)) {
    const fault = faultInBand(json);
    if (fault !== undefined) return { kind: 'fault', fault };
  }
  if (!Array.isArray(choices)) return malformed('answered without choices');
  if (choices.length === 0) return malformed('answered with no choice');
  let characters = 0;
  let filtered = true;
  for (const choice of choices) {
    if (!isRecord(choice) || !isRecord(choice['message']))
      return malformed('answered with a choice without a message');
    const length = charactersOf(choice['message']);
    characters += length;
    if (choice['finish_reason'] !== 'content_filter' || length > 0) filtered = false;
  }
  if (filtered) {
    return {
      kind: 'fault',
      fault: { class: 'content-filter', message: "the provider's filter withheld the answer" },
    };
  }
  return {
    kind: 'whole',
    usage: usageIn(json),
    characters,
    text: textOf(choices[0]),
    callsTools: choices.some(callsTools),
  };
}

function callsTools(choice: unknown): boolean {
  const message = isRecord(choice) ? choice['message'] : undefined;
  if (!isRecord(message)) return false;
  const calls = message['tool_calls'];
  return (Array.isArray(calls) && calls.length > 0) || isRecord(message['function_call']);
}

function textOf(choice: unknown): string {
  const message = isRecord(choice) ? choice['message'] : undefined;
  const content = isRecord(message) ? message['content'] : undefined;
  return typeof content === 'string' ? content : '';
}

function malformed(message: string): AnswerSign {
  return { kind: 'fault', fault: { class: 'malformed', message } };
}
