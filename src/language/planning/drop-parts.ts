/**
 * Takes images, audio or tools out of a request, so that a model that cannot take them can answer the rest. Where a
 * message held nothing else, a word stands in: providers refuse empty messages.
 */
import { type Json, messagesOf, partsOf } from './chat-body.ts';

const PART_TYPES = {
  images: ['image_url', 'input_image', 'image'],
  audio: ['input_audio', 'audio'],
} as const;
/** Members of the body that speak of the thing as a whole. */
const MEMBERS = {
  images: [],
  audio: ['audio', 'modalities'],
  tools: ['tools', 'tool_choice', 'parallel_tool_calls', 'functions', 'function_call'],
} as const;

export function dropParts(
  body: Json,
  what: 'images' | 'audio' | 'tools',
): { readonly body: Json; readonly change?: string } {
  const without: Record<string, unknown> = { ...body };
  let gone = 0;
  for (const member of MEMBERS[what]) {
    if (without[member] === undefined) continue;
    const list = without[member];
    gone += what === 'tools' && Array.isArray(list) ? list.length : 0;
    delete without[member];
  }
  if (what !== 'tools') {
    const types: readonly string[] = PART_TYPES[what];
    const messages = messagesOf(body).map((message) => {
      const parts = message['content'];
      if (!Array.isArray(parts)) return message;
      const kept = partsOf(parts).filter((part) => !types.includes(String(part['type'])));
      if (kept.length === parts.length) return message;
      gone += parts.length - kept.length;
      return { ...message, content: kept.length > 0 ? kept : [{ type: 'text', text: `(${what} left out)` }] };
    });
    if (gone > 0) without['messages'] = messages;
  }
  return gone === 0 ? { body: without } : { body: without, change: `${gone} ${what} left out` };
}
