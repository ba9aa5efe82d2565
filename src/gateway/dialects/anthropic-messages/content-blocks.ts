/**
 * The content blocks of a message: how much output each holds, and what an answer is made of. Knows neither streams
 * nor usage.
 */
import type { Json } from '../../../language/planning/chat-members.ts';
import { isRecord } from '../is-record.ts';
import { weightOf } from '../weight-of.ts';

/** In characters of plain English, four of which make a token. */
export function charactersOf(block: Json): number {
  const { text, thinking, input, type } = block;
  if (type === 'tool_use')
    return 1 + weightOf(String(block['name'] ?? '')) + weightOf(JSON.stringify(input ?? {}));
  if (typeof text === 'string') return weightOf(text);
  // There is encrypted reasoning of unknown length, and results of the provider's own tools.
  return typeof thinking === 'string' ? weightOf(thinking) : 1;
}

/** White space alone is not an answer. */
export function holdsAnswer(block: Json): boolean {
  const { type, text, thinking } = block;
  if (type === 'text') return typeof text === 'string' && /\S/.test(text);
  return type !== 'thinking' || (typeof thinking === 'string' && /\S/.test(thinking));
}

export function blocksOf(message: Json): readonly Json[] {
  const { content } = message;
  return Array.isArray(content) ? content.filter(isRecord) : [];
}
