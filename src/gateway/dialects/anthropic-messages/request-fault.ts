/**
 * Finds what is wrong with a Messages body, and where. Members that are not checked here are passed to the upstream;
 * members by which llmr decides or counts must mean the same to every server, so they are checked.
 */
import { isObject, type Json } from '../../../language/planning/chat-members.ts';
import type { RequestFault } from '../dialect.ts';

const LONGEST_MODEL = 256;

/** Undefined when nothing is wrong. */
export function requestFault(body: Json): RequestFault | undefined {
  return promptFault(body) ?? limitFault(body['max_tokens']);
}

/** Of a body whose tokens are to be counted: it needs no output limit. */
export function promptFault(body: Json): RequestFault | undefined {
  const { model, messages, system } = body;
  if (typeof model !== 'string') return wrong('model', 'a string', model);
  if (model === '' || model.length > LONGEST_MODEL) {
    return { param: 'model', message: `"model" must have 1 to ${LONGEST_MODEL} characters.` };
  }
  if (!Array.isArray(messages)) return wrong('messages', 'a list', messages);
  if (messages.length === 0) return { param: 'messages', message: '"messages" must not be empty.' };
  for (const [index, message] of messages.entries()) {
    const fault = messageFault(message, `messages.${index}`);
    if (fault !== undefined) return fault;
  }
  if (system != null && typeof system !== 'string' && !isListOfBlocks(system)) {
    return wrong('system', 'a string or a list of blocks', system);
  }
  return settingsFault(body);
}

function messageFault(message: unknown, place: string): RequestFault | undefined {
  if (!isObject(message)) return wrong(place, 'an object', message);
  const { role, content } = message;
  if (typeof role !== 'string') return wrong(`${place}.role`, 'a string', role);
  if (typeof content === 'string' || isListOfBlocks(content)) return undefined;
  return wrong(`${place}.content`, 'a string or a list of blocks', content);
}

function settingsFault({ stream, tools, metadata, llmr }: Json): RequestFault | undefined {
  if (stream != null && typeof stream !== 'boolean') return wrong('stream', 'true or false', stream);
  if (tools != null && !isListOfBlocks(tools)) return wrong('tools', 'a list of objects', tools);
  if (metadata != null && !isObject(metadata)) return wrong('metadata', 'an object', metadata);
  return llmr == null || isObject(llmr) ? undefined : wrong('llmr', 'an object', llmr);
}

function limitFault(limit: unknown): RequestFault | undefined {
  return Number.isInteger(limit) && Number(limit) >= 1
    ? undefined
    : wrong('max_tokens', 'a whole number of at least 1', limit);
}

function isListOfBlocks(value: unknown): boolean {
  return Array.isArray(value) && value.every(isObject);
}

function wrong(param: string, what: string, value: unknown): RequestFault {
  return { param, message: `"${param}" ${value === undefined ? 'is missing' : `must be ${what}`}.` };
}
