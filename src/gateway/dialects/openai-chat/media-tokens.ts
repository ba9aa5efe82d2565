/**
 * Estimates the input tokens of media: providers count pixels, seconds and pages, llmr sees bytes. The estimates are
 * on the safe side for ordinary files and never zero. Knows no message.
 */
import type { MediaKind } from '../../../language/planning/chat-parts.ts';
import { TOKENS_AN_IMAGE } from '../../../language/vocabulary/input-tokens.ts';
import { isRecord } from '../is-record.ts';
import { documentTokens } from './document-tokens.ts';

/**
 * `least`: where the size cannot be seen (a URL, the id of an upload) or is tiny. `bytes`: decoded bytes per token.
 * Audio: 32 tokens per second (Gemini) of MP3 at 64 kbit/s. Video: 263 per second (Gemini) at 1 Mbit/s.
 */
const MEDIA: Readonly<
  Record<Exclude<MediaKind, 'image' | 'file'>, { readonly least: number; readonly bytes: number }>
> = {
  audio: { least: 256, bytes: 250 },
  video: { least: 2_048, bytes: 475 },
};
const BYTES_OF_BASE64 = 3 / 4;
/** Levels of nested objects that are searched for the payload. */
const LEVELS = 4;

export function mediaTokens(kind: MediaKind, part: Readonly<Record<string, unknown>>): number {
  if (kind === 'image') return TOKENS_AN_IMAGE;
  const payload = longestString(part, LEVELS);
  if (kind === 'file') return documentTokens(payload);
  const { least, bytes } = MEDIA[kind];
  const size = payload.startsWith('http') ? 0 : payload.length * BYTES_OF_BASE64;
  return Math.max(least, Math.ceil(size / bytes));
}

/** The media is by far the longest string of its part. */
function longestString(value: unknown, levels: number): string {
  if (typeof value === 'string') return value;
  if (levels === 0 || (!Array.isArray(value) && !isRecord(value))) return '';
  let longest = '';
  for (const inner of Object.values(value)) {
    const found = longestString(inner, levels - 1);
    if (found.length > longest.length) longest = found;
  }
  return longest;
}
