/**
 * Anthropic Messages, streamed and not, on the caller's side and on the provider's. Strict, so that a truncated answer
 * never passes for a whole one. Knows no HTTP and no policy.
 */
import { isDecisive } from '../../../language/planning/chat-members.ts';
import { bodyWithMember } from '../body-with-member.ts';
import type { Dialect } from '../dialect.ts';
import { isRecord } from '../is-record.ts';
import { parseObject } from '../parse-json.ts';
import { readFault } from '../read-fault.ts';
import { asStream } from './as-stream.ts';
import { passesBack } from './pass-headers.ts';
import { readAnswer } from './read-answer.ts';
import { countMessage, countSystem, readRequest, statedUser, trimmedInput } from './read-request.ts';
import { MessagesStreamReader } from './read-stream.ts';
import { promptFault, requestFault } from './request-fault.ts';
import { sessionOf } from './session-of.ts';
import { brokenEvent, errorBody, eventOf } from './write-error.ts';
import { writeRequest } from './write-request.ts';

export const anthropicMessages: Dialect = {
  endpoint: 'messages',
  path: '/messages',
  usualQuery: '?beta=true',
  idHeader: 'request-id',
  requestFault,
  readRequest,
  statedUser,
  sessionOf,
  countMessage,
  countSystem,
  trimmedInput,
  errorBody,
  counting: {
    path: '/messages/count_tokens',
    requestFault: promptFault,
    answerBody: (tokens) => ({ input_tokens: tokens }),
  },
  forwards: (name) => name.startsWith('anthropic-') || name.startsWith('x-claude-code-'),
  // Usage is in an event that callers always get, and its bytes stay unless the decision was asked for.
  asksForUsage: ({ llmr }) => isRecord(llmr) && llmr['decision'] === true,
  namedEvents: true,
  asStream,
  withMember: (event, member) => eventOf({ ...parseObject(event), type: 'message_delta', llmr: member }),
  withText: (event, text) => {
    const { index } = parseObject(event);
    return eventOf({ type: 'content_block_delta', index, delta: { type: 'text_delta', text } });
  },
  bodyWithMember,
  brokenEvent,
  doneEvent: eventOf({ type: 'message_stop' }),
  writeRequest,
  isDecisive,
  readStream: (_, keepText) => new MessagesStreamReader(keepText === true),
  readAnswer,
  readFault,
  passesBack,
};
