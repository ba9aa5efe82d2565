/**
 * Whether a request asks for an answer in JSON, in the spellings of OpenAI (chat and responses), vLLM, TGI, llama.cpp,
 * Ollama, Gemini and SGLang. Must not know whether a model can.
 */

import { isFilled, isObject, type Json } from '../../../language/planning/chat-members.ts';
import { foldName } from '../../../language/vocabulary/fold-name.ts';

const FORMATS: ReadonlySet<unknown> = new Set(['json', 'json_object', 'json_schema', 'json_value']);
/** Members whose mere presence requests JSON: a schema, or a type. */
const SCHEMAS: ReadonlySet<string> = new Set(['guidedjson', 'jsonschema', 'responseschema']);
/** Members that hold a format among other things. */
const HOLDERS: ReadonlySet<string> = new Set([
  ...['responseformat', 'format', 'structuredoutputs', 'grammar', 'text', 'generationconfig', 'outputconfig'],
]);

export function asksForJson(body: Json): boolean {
  return Object.entries(body).some(([name, value]) => {
    const folded = foldName(name);
    if (SCHEMAS.has(folded)) return isFilled(value) || (typeof value === 'string' && value !== '');
    return HOLDERS.has(folded) && isJsonFormat(value, folded === 'format');
  });
}

/** `schema`: an object without a type of its own is a JSON schema (Ollama's `format`). */
function isJsonFormat(value: unknown, schema = false): boolean {
  if (typeof value === 'string') return FORMATS.has(value.toLowerCase());
  if (!isObject(value)) return false;
  if (FORMATS.has(value['type'])) return true;
  if (schema && isFilled(value)) return true;
  return Object.entries(value).some(([name, inner]) => {
    const folded = foldName(name);
    if (folded === 'responsemimetype') return inner === 'application/json';
    if (folded === 'json') return inner !== null && inner !== undefined && inner !== false;
    if (folded === 'format') return isJsonFormat(inner, true);
    return SCHEMAS.has(folded) && isFilled(inner);
  });
}
