/**
 * Finds what is wrong with a chat completions body, and where. Members that are not checked here are passed to the
 * upstream; members that affect cost must mean the same to every server, so they are checked.
 */

import type { RequestFault } from '../dialect.ts';

type Json = Readonly<Record<string, unknown>>;

interface Finding {
  /** Member names and indices, joined by dots. */
  readonly place: string;
  /** Undefined where the member is missing. */
  readonly words?: string;
}

/** What a value must be, or undefined where it is that. */
type Demand = (value: unknown) => string | undefined;

const LONGEST_MODEL = 256;

/** In the order in which they are checked. */
const MEMBERS: readonly (readonly [name: string, demand: Demand])[] = [
  ['stream', (value) => demand(value === null || typeof value === 'boolean', 'must be boolean,null')],
  ['stream_options', objectOrNull],
  ['max_tokens', limit],
  ['max_completion_tokens', limit],
  ['n', count],
  ['best_of', count],
  ['tools', listOrNull],
  ['functions', listOrNull],
  ['response_format', objectOrNull],
  ['metadata', objectOrNull],
  ['llmr', objectOrNull],
];

/** Undefined when nothing is wrong. */
export function requestFault(body: Json): RequestFault | undefined {
  const found = findFault(body);
  if (found === undefined) return undefined;
  const { place: param, words } = found;
  if (param === 'messages' && body['input'] !== undefined) {
    return {
      param,
      message:
        '"messages" is missing: the body has "input", as requests to /v1/responses have. Set your client to chat completions.',
    };
  }
  return { param, message: words === undefined ? `"${param}" is missing.` : `"${param}" ${words}.` };
}

function findFault(body: Json): Finding | undefined {
  for (const place of ['model', 'messages']) if (body[place] === undefined) return { place };
  const wrong = modelFault(body['model']);
  if (wrong !== undefined) return { place: 'model', words: wrong };
  const message = messagesFault(body['messages']);
  if (message !== undefined) return message;
  for (const [place, demanded] of MEMBERS) {
    const value = body[place];
    if (value === undefined) continue;
    const words = demanded(value);
    if (words !== undefined) return { place, words };
    const item = Array.isArray(value) ? value.findIndex((each) => !isObject(each)) : -1;
    if (item >= 0) return { place: `${place}.${item}`, words: 'must be object' };
  }
  return undefined;
}

function modelFault(model: unknown): string | undefined {
  if (typeof model !== 'string') return 'must be string';
  if (model === '') return 'must NOT have fewer than 1 characters';
  // Characters, not UTF-16 units: counted only where there may be too many.
  const tooLong = model.length > LONGEST_MODEL && [...model].length > LONGEST_MODEL;
  return demand(!tooLong, `must NOT have more than ${LONGEST_MODEL} characters`);
}

function messagesFault(messages: unknown): Finding | undefined {
  if (!Array.isArray(messages)) return { place: 'messages', words: 'must be array' };
  if (messages.length === 0) return { place: 'messages', words: 'must NOT have fewer than 1 items' };
  for (const [index, message] of messages.entries()) {
    const place = `messages.${index}`;
    if (!isObject(message)) return { place, words: 'must be object' };
    const { role, content, tool_calls: calls } = message;
    if (role === undefined) return { place: `${place}.role` };
    if (typeof role !== 'string') return { place: `${place}.role`, words: 'must be string' };
    if (!isContent(content)) return { place: `${place}.content`, words: 'must be string' };
    if (calls !== undefined && calls !== null && !(Array.isArray(calls) && calls.every(isObject)))
      return { place: `${place}.tool_calls`, words: 'must be null' };
  }
  return undefined;
}

function isContent(content: unknown): boolean {
  if (content === undefined || content === null || typeof content === 'string') return true;
  return Array.isArray(content) && content.every((part) => typeof part === 'string' || isObject(part));
}

/** -1 is LM Studio's and llama.cpp's "no limit". */
function limit(value: unknown): string | undefined {
  if (value === null) return undefined;
  if (!Number.isInteger(value)) return 'must be integer,null';
  if (Number(value) < -1) return 'must be >= -1';
  return demand(value !== 0, 'must be >= 1, or -1 for no limit');
}

/** Some servers accept `"128"` as 128; here only a number is accepted. */
function count(value: unknown): string | undefined {
  if (value === null) return undefined;
  if (!Number.isInteger(value)) return 'must be integer,null';
  return demand(Number(value) >= 1, 'must be >= 1');
}

function objectOrNull(value: unknown): string | undefined {
  return demand(value === null || isObject(value), 'must be object,null');
}

function listOrNull(value: unknown): string | undefined {
  return demand(value === null || Array.isArray(value), 'must be array,null');
}

function demand(fits: boolean, words: string): string | undefined {
  return fits ? undefined : words;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
