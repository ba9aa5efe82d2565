/**
 * Removes tools from a request with everything that refers to them: definitions, choices, calls and their results.
 * The rest is a conversation that providers accept: no result without its call, no empty message, no two user turns
 * where a model's turn was, no model's turn at the end.
 */
import { foldName } from '../vocabulary/fold-name.ts';
import { isCallMember, isToolAnswer, messagesOf } from './chat-body.ts';
import { isFilled, isObject, type Json, TOOL_MEMBERS } from './chat-members.ts';
import { partKind } from './chat-parts.ts';
import { type Changed, type Rewrites, withMessages } from './rewrites.ts';

const LEFT_OUT = '(left out)';

export function dropTools(body: Json, rewrites: Rewrites): Changed {
  const names = Object.keys(body).filter((name) => TOOL_MEMBERS.has(foldName(name)));
  let defined = 0;
  let without = body;
  if (names.length > 0) {
    const kept: Record<string, unknown> = { ...body };
    for (const name of names) {
      if (Array.isArray(kept[name])) defined += kept[name].length;
      delete kept[name];
    }
    without = rewrites.made(kept, body);
  }
  const before = messagesOf(body);
  const { messages, gone } = withoutToolTurns(before, rewrites);
  if (gone > 0) without = withMessages(without, messages, rewrites);
  const change = wordsFor(defined, gone);
  return change === undefined ? { body: without } : { body: without, change };
}

function wordsFor(defined: number, gone: number): string | undefined {
  if (defined === 0 && gone === 0) return undefined;
  const history = `${gone} tool calls and results`;
  return `${[...(defined > 0 ? [`${defined} tools`] : []), ...(gone > 0 ? [history] : [])].join(' and ')} left out`;
}

/** `gone`: calls and results that were removed. */
function withoutToolTurns(
  before: readonly Json[],
  rewrites: Rewrites,
): { readonly messages: readonly Json[]; readonly gone: number } {
  const messages: Json[] = [];
  let gone = 0;
  /** A turn was removed since the last kept message. */
  let turnLost = false;
  /** A model's turn that only announces removed calls. */
  let announcing: Json | undefined;
  for (const message of before) {
    if (isToolAnswer(message)) {
      gone += 1;
      continue;
    }
    const { kept, calls } = withoutCalls(message, rewrites);
    gone += calls;
    if (kept === undefined) {
      turnLost = true;
      continue;
    }
    if (turnLost && isUser(kept) && isUser(messages.at(-1))) {
      messages.push({ role: 'assistant', content: LEFT_OUT });
    }
    turnLost = false;
    // Many chat templates require that turns alternate.
    if (kept['role'] === 'assistant' && announcing !== undefined) messages.pop();
    announcing = kept['role'] === 'assistant' && calls > 0 ? kept : undefined;
    messages.push(kept);
  }
  if (gone === 0) return { messages: before, gone };
  // The tool results were last: an announcement at the end would be read as a prefill.
  if (announcing !== undefined && messages.length > 1) messages.pop();
  if (!messages.some((message) => message['role'] !== 'system' && message['role'] !== 'developer')) {
    messages.push({ role: 'user', content: LEFT_OUT });
  }
  return { messages, gone };
}

/** `kept` undefined: the message contained nothing else. */
function withoutCalls(message: Json, rewrites: Rewrites): { kept: Json | undefined; calls: number } {
  let calls = 0;
  const without: Record<string, unknown> = { ...message };
  for (const [name, value] of Object.entries(message)) {
    if (!isCallMember(name)) continue;
    if (isFilled(value)) calls += Array.isArray(value) ? value.length : 1;
    delete without[name];
  }
  const { content } = message;
  if (Array.isArray(content)) {
    const parts = content.filter((part) => !isObject(part) || !isOfTools(part));
    if (parts.length < content.length) {
      calls += content.length - parts.length;
      without['content'] = rewrites.made(parts, content);
    }
  }
  if (calls === 0) return { kept: message, calls };
  const said = without['content'];
  const empty =
    said === null || said === undefined || said === '' || (Array.isArray(said) && said.length === 0);
  if (!empty) return { kept: rewrites.made(without, message), calls };
  // The user's message contained only tool results.
  return { kept: undefined, calls };
}

function isOfTools(part: Json): boolean {
  const kind = partKind(part);
  return kind === 'tool-call' || kind === 'tool-result';
}

function isUser(message: Json | undefined): boolean {
  return message?.['role'] === 'user';
}
