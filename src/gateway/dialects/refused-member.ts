/**
 * Whether a provider refuses a member of the request as such, which llmr can then rename or leave out: an unknown
 * option, a limit under another name, a fixed temperature. A wrong value is the caller's fault. Knows no HTTP beyond
 * the status.
 */

import type { CollectedError } from './collect-error.ts';
import type { RefusedMember } from './dialect.ts';

const MEMBERS: readonly RefusedMember[] = [
  'stream_options',
  'max_completion_tokens',
  'max_tokens',
  'temperature',
];

/** Codes of OpenAI, Azure and pydantic for a member that is not accepted. */
const REFUSING_CODES = new Set([
  'unsupported_parameter',
  'unknown_parameter',
  'extra_forbidden',
  'unsupported_value',
]);

/** Groq: `property 'x' is unsupported`. OpenAI: `Unrecognized request argument supplied: x`. Pydantic: `Extra inputs …`. */
const REFUSING =
  /\bnot support|\bunsupported|\bunrecognized|\bunknown (?:name|parameter|field|argument)|\bunexpected (?:keyword|field|parameter|property)|\b(?:extra|additional) (?:inputs?|fields?|properties|parameters?)\b|\bnot (?:permitted|allowed|a valid (?:parameter|field|property))|\bdeprecated for this model|\bonly .{0,20}\b1(?:\.0)? is allowed|\bonly the default|\buse '?`?max_completion_tokens|\bdoes not exist\b|\bno such (?:field|parameter)/i;

/** The provider wants the other spelling of the limit, whichever is named first. */
const WANTED =
  /\buse ['"`]?(max_completion_tokens|max_tokens)\b|\b(max_completion_tokens|max_tokens)['"`]? instead/i;

export function refusedMember(status: number | undefined, said: CollectedError): RefusedMember | undefined {
  if (status !== undefined && status !== 400 && status !== 422) return undefined;
  const code = said.codes.find((each) => REFUSING_CODES.has(each));
  const sentence = said.messages.find((each) => REFUSING.test(each));
  if (code === undefined && sentence === undefined) return undefined;
  const { param } = said;
  // Members below the top level of the body are not among these.
  if (param !== undefined && param !== '')
    return MEMBERS.find((member) => member === param.replace(/^body\./, ''));
  const text = sentence ?? said.messages[0] ?? '';
  const wanted = WANTED.exec(text);
  if (wanted !== null)
    return (wanted[1] ?? wanted[2]) === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens';
  // Bedrock names the nested option: `extraneous key [include_usage] is not permitted`.
  if (/\binclude_usage\b/.test(text)) return 'stream_options';
  const named = MEMBERS.filter((member) => new RegExp(`\\b${member}\\b`).test(text));
  // Two members that exclude each other are not a refused member.
  return named.length === 1 ? named[0] : undefined;
}
