/**
 * How much output a delta or a message holds, for answers whose usage is missing or not credible, as `weightOf` counts.
 * Knows no stream.
 */
import { isRecord } from '../is-record.ts';
import { AN_IMAGE, weightOf } from '../weight-of.ts';

type Json = Readonly<Record<string, unknown>>;

/** Names of the same text; servers that changed the name send both. */
const REASONING = ['reasoning', 'reasoning_content', 'thinking'];
/** Characters of base64 that hold as much sound as a token does (50 ms at 24 kHz, 16 bits), a quarter of them. */
const SOUND = 800;

/** 0 only where a part holds no part of an answer. */
export function charactersOf(part: Json): number {
  let count = 0;
  for (const name in part) {
    const value = part[name];
    switch (name) {
      case 'content':
      case 'refusal':
        count += contentIn(value);
        break;
      case 'tool_calls':
        if (Array.isArray(value)) for (const call of value) count += callIn(call);
        break;
      case 'function_call':
        count += functionIn(value);
        break;
      case 'audio':
        count += audioIn(value);
        break;
      case 'images':
        if (Array.isArray(value)) count += value.length * AN_IMAGE;
        break;
    }
  }
  return count + reasoningIn(part);
}

function reasoningIn(part: Json): number {
  let most = 0;
  for (const name of REASONING) most = Math.max(most, contentIn(part[name]));
  const details = part['reasoning_details'];
  return Array.isArray(details) ? Math.max(most, contentIn(details)) : most;
}

/** A string, or a list of parts with a text in each. */
function contentIn(value: unknown): number {
  if (typeof value === 'string') return weightOf(value);
  if (!Array.isArray(value)) return 0;
  let count = 0;
  for (const part of value) count += typeof part === 'string' ? weightOf(part) : partIn(part);
  return count;
}

function partIn(part: unknown): number {
  if (!isRecord(part)) return 0;
  const { type } = part;
  if (type === 'image_url' || type === 'image' || type === 'output_image') return AN_IMAGE;
  let count = 0;
  for (const name of ['text', 'summary', 'thinking', 'refusal', 'content']) count += contentIn(part[name]);
  // There is encrypted reasoning of unknown length.
  return Math.max(count, 1);
}

function callIn(call: unknown): number {
  if (!isRecord(call)) return 0;
  return Math.max(1, functionIn(call['function']) + functionIn(call['custom']));
}

function functionIn(value: unknown): number {
  if (!isRecord(value)) return 0;
  let count = 1;
  for (const name of ['name', 'arguments', 'input']) {
    const text = value[name];
    count += typeof text === 'string' ? weightOf(text) : isRecord(text) ? weightOf(JSON.stringify(text)) : 0;
  }
  return count;
}

function audioIn(value: unknown): number {
  if (!isRecord(value)) return 0;
  const { data, transcript } = value;
  const sound = typeof data === 'string' ? Math.ceil(data.length / SOUND) : 0;
  return Math.max(1, sound + contentIn(transcript));
}
