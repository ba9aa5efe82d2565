/**
 * Reads the files of `llmr explain`: facts by id, also given inline instead of a file name, and a request body.
 * Faults are returned as messages.
 */
import type { RequestView } from '../../gateway/facts/request-view.ts';
import { readText } from './files.ts';
import type { RequestOptions } from './request-options.ts';

export function readFactsFile(path: string | undefined): RequestOptions['facts'] | string {
  if (path === undefined) return undefined;
  const json = path.trimStart().startsWith('{') ? parsed(path, '--facts') : readJson(path);
  if (!json.ok) return json.error;
  return isObject(json.value)
    ? json.value
    : `${path}: facts are a JSON object by fact id, such as {"tier": "pro", "tokens": 900}`;
}

export interface RequestBody {
  readonly json: Readonly<Record<string, unknown>>;
  readonly view: RequestView;
}

export async function readRequestFile(path: string | undefined): Promise<RequestBody | undefined | string> {
  if (path === undefined) return undefined;
  const json = readJson(path);
  if (!json.ok) return json.error;
  if (!isObject(json.value)) return `${path}: the body of a chat request is a JSON object`;
  const { chatBodyFault, viewChat } = await import('../../gateway/dialects/openai-chat/view-chat.ts');
  const fault = chatBodyFault(json.value);
  return fault === undefined ? { json: json.value, view: viewChat(json.value) } : `${path}: ${fault.message}`;
}

type Json = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: string };

function readJson(path: string): Json {
  const text = readText(path);
  return text === undefined ? { ok: false, error: `${path}: there is no such file` } : parsed(text, path);
}

function parsed(text: string, path: string): Json {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch (error) {
    return {
      ok: false,
      error: `${path}: not JSON: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
