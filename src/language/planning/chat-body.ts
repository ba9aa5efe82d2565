/** The messages of a chat completions body: roles, tool calls and results, parts of content. Knows no transform. */
import { foldName } from '../vocabulary/fold-name.ts';
import { isFilled, isObject, type Json } from './chat-members.ts';
import { type PartKind, partKind } from './chat-parts.ts';

export type { Json } from './chat-members.ts';

/** Tokens of one message, as the facts count them. */
export type CountMessage = (message: Json) => number;

export function messagesOf(body: Json): readonly Json[] {
  const list = body['messages'];
  return Array.isArray(list) ? list.filter(isObject) : [];
}

export function isSystem(message: Json): boolean {
  return message['role'] === 'system' || message['role'] === 'developer';
}

/** Roles and item types of the model's own messages, in chat, responses and Anthropic's messages. */
const SPOKEN: ReadonlySet<string> = new Set(['assistant', 'model', 'function_call', 'reasoning']);
const TOOL_ANSWERS: ReadonlySet<string> = new Set([
  'tool',
  'function',
  'function_call_output',
  'tool_result',
]);

export function isModelsTurn(message: Json): boolean {
  return SPOKEN.has(roleOf(message));
}

/** A tool result as a message of its own. */
export function isToolAnswer(message: Json): boolean {
  return TOOL_ANSWERS.has(roleOf(message));
}

/** Members of an assistant's message that contain tool calls. */
const CALL_MEMBERS: ReadonlySet<string> = new Set(['toolcalls', 'functioncall']);

export function isCallMember(name: string): boolean {
  return CALL_MEMBERS.has(foldName(name));
}

/** The message contains a tool result, as a message or as a part. */
export function bringsToolAnswer(message: Json): boolean {
  return isToolAnswer(message) || hasPart(message, (kind) => kind === 'tool-result');
}

/** The message is part of a tool loop: a call, or an answer to one. */
export function speaksOfTools(message: Json): boolean {
  if (isToolAnswer(message)) return true;
  const calls = Object.entries(message).some(([name, value]) => isCallMember(name) && isFilled(value));
  return calls || hasPart(message, (kind) => kind === 'tool-call' || kind === 'tool-result');
}

function hasPart(message: Json, is: (kind: PartKind) => boolean): boolean {
  const content = message['content'];
  return Array.isArray(content) && content.some((part) => isObject(part) && is(partKind(part)));
}

function roleOf(message: Json): string {
  return String(message['role'] ?? message['type'] ?? '');
}
