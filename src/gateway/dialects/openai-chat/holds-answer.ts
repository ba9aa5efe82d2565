/**
 * Whether a delta or a message holds anything of an answer: text, reasoning, a refusal, a tool call, audio, an image,
 * under whatever name a provider gives it. Knows neither streams nor usage.
 */
import { isRecord } from '../is-record.ts';

/** Members that describe an answer and are not part of it. */
const ABOUT = new Set([
  'role',
  'name',
  'id',
  'index',
  'type',
  'object',
  'created',
  'model',
  'status',
  'logprobs',
  'token_ids',
  'tokens',
  'finish_reason',
  'format',
  'stop_reason',
  'usage',
  'annotations',
  'citations',
  'provider_specific_fields',
  'content_filter_results',
  'safety_ratings',
]);

/** Nested deeper than any provider's content parts. */
const DEEPEST = 4;

export function holdsAnswer(part: Readonly<Record<string, unknown>>): boolean {
  for (const name in part) if (!ABOUT.has(name) && isThere(part[name], DEEPEST)) return true;
  return false;
}

/** White space alone is not an answer, nor is a value that holds nothing else. */
function isThere(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case 'string':
      return /\S/.test(value);
    case 'number':
      return true;
    case 'object':
      if (value === null || depth === 0) return false;
      if (Array.isArray(value)) return value.some((entry) => isThere(entry, depth - 1));
      return isPartThere(value, depth);
    default:
      return false;
  }
}

function isPartThere(value: object, depth: number): boolean {
  // A call without arguments is a call: its name counts, where an answer's role does not.
  if (isRecord(value) && isRecord(value['function'])) return true;
  return Object.entries(value).some(
    ([name, inner]) => (name === 'name' || !ABOUT.has(name)) && isThere(inner, depth - 1),
  );
}
