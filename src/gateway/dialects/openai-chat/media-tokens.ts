/**
 * How many input tokens media are taken to be: providers count pixels, seconds and pages, llmr sees bytes. Estimates on
 * the safe side of ordinary files; never nothing. Knows no message.
 */
import type { MediaKind } from '../../../language/planning/chat-parts.ts';
import { TOKENS_AN_IMAGE } from '../../facts/request-view.ts';
import { isRecord } from '../is-record.ts';

/**
 * `least`: where the size cannot be seen (a URL, the id of an upload) or is tiny. `bytes`: decoded bytes to a token.
 * Audio: 32 tokens a second (Gemini) of MP3 at 64 kbit/s. Video: 263 a second (Gemini) at 1 Mbit/s. Files: a page of a
 * PDF has 50 KB and 1,500 tokens (Anthropic).
 */
const MEDIA: Readonly<
  Record<Exclude<MediaKind, 'image'>, { readonly least: number; readonly bytes: number }>
> = {
  audio: { least: 256, bytes: 250 },
  video: { least: 2_048, bytes: 475 },
  file: { least: 1_024, bytes: 33 },
};
/** Plain text in a file costs what text costs. */
const TEXT_BYTES = 4;
const BYTES_OF_BASE64 = 3 / 4;
/** Objects in objects that are looked into for the payload. */
const LEVELS = 4;

export function mediaTokens(kind: MediaKind, part: Readonly<Record<string, unknown>>): number {
  if (kind === 'image') return TOKENS_AN_IMAGE;
  const { least, bytes } = MEDIA[kind];
  const payload = longestString(part, LEVELS);
  const isText = kind === 'file' && isPlainText(payload.slice(0, 4_096));
  const size = payload.startsWith('http') ? 0 : payload.length * BYTES_OF_BASE64;
  return Math.max(least, Math.ceil(size / (isText ? TEXT_BYTES : bytes)));
}

/** Base64 has no white space that is worth mentioning. */
function isPlainText(beginning: string): boolean {
  return (
    beginning.startsWith('data:text/') || (!beginning.startsWith('data:') && /[^\s]\s+[^\s]/.test(beginning))
  );
}

/** What carries the media is by far the longest string of its part. */
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
