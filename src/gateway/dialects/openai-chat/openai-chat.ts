/**
 * OpenAI chat completions, streamed and not, on the caller's side and on the provider's. Strict, so that a truncated
 * answer never passes for a whole one. Knows no HTTP and no policy.
 */
import { isDecisive } from '../../../language/planning/chat-members.ts';
import { bodyWithMember } from '../body-with-member.ts';
import type { Dialect } from '../dialect.ts';
import { isRecord } from '../is-record.ts';
import { parseObject } from '../parse-json.ts';
import { readFault } from '../read-fault.ts';
import { dataEvent } from '../sse-events.ts';
import { asStream } from './as-stream.ts';
import { readAnswer } from './read-answer.ts';
import { readRequest, statedUser } from './read-request.ts';
import { ChatStreamReader } from './read-stream.ts';
import { requestFault } from './request-fault.ts';
import { countMessage, trimmedInput } from './trimmed-input.ts';
import { brokenEvent, errorBody } from './write-error.ts';
import { writeRequest } from './write-request.ts';

export const openAiChat: Dialect = {
  endpoint: 'chat',
  path: '/chat/completions',
  idHeader: 'x-request-id',
  requestFault,
  readRequest,
  statedUser,
  countMessage,
  // It is one of the messages.
  countSystem: undefined,
  trimmedInput,
  errorBody,
  asksForUsage({ stream_options: options }) {
    return isRecord(options) && options['include_usage'] === true;
  },
  writeRequest,
  isDecisive,
  readStream: (request, keepText) => new ChatStreamReader(request, keepText === true),
  readAnswer,
  asStream,
  readFault,
  withMember: (event, member) => dataEvent(JSON.stringify({ ...parseObject(event), llmr: member })),
  withText(event, text) {
    const chunk = parseObject(event);
    const [choice] = chunk['choices'] as readonly { readonly delta?: object }[];
    const delta = { ...choice?.delta, content: text };
    return dataEvent(JSON.stringify({ ...chunk, choices: [{ ...choice, delta }] }));
  },
  bodyWithMember,
  brokenEvent,
  doneEvent: dataEvent('[DONE]'),
};
