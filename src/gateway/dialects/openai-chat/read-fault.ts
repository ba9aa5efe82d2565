/**
 * Reads OpenAI-shaped errors, other providers' variations of the shape too, and has them classified. Knows no HTTP
 * beyond the status, and no policy.
 */
import { classifyStatus } from '../../../language/planning/classify-status.ts';
import type { FailureClass } from '../../../language/semantics/failures.ts';
import { cleanMessage } from '../clean-message.ts';
import type { Fault } from '../dialect.ts';
import { isRecord } from '../is-record.ts';

/** `{"error": {…}}`, `{"error": "…"}`, and what FastAPI servers and gateways write. */
export function readOpenAiFault(status: number, body: Buffer): Fault {
  const text = body.toString('utf8');
  const json = parse(text);
  const error = errorMember(json);
  const fallback = json === undefined ? text.replace(/<[^>]*>/g, ' ') : text;
  const said = error === undefined ? fallback : messageOf(error);
  const message = cleanMessage(said.trim() === '' ? `status ${status}` : said);
  const known = error ?? (isRecord(json) ? json : undefined);
  return {
    class: classOf(status, known),
    message,
    ...(error !== undefined ? { body: error } : {}),
  };
}

/** An error that came with status 200, in a body or in a stream. */
export function faultInBand(json: unknown): Fault | undefined {
  const error = errorMember(json);
  if (error === undefined) return undefined;
  const said = Number(error['status'] ?? error['status_code'] ?? error['code']);
  const status = said >= 400 && said < 600 ? said : undefined;
  return { class: classOf(status, error), message: cleanMessage(messageOf(error)), body: error };
}

function errorMember(json: unknown): Record<string, unknown> | undefined {
  if (!isRecord(json)) return undefined;
  const error = json['error'];
  if (isRecord(error)) return error;
  if (typeof error === 'string' && error !== '') return { ...json, error: undefined, message: error };
  return undefined;
}

function messageOf(error: Readonly<Record<string, unknown>>): string {
  for (const name of ['message', 'detail', 'code', 'type']) {
    const value = error[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return 'error without a message';
}

function classOf(
  status: number | undefined,
  error: Readonly<Record<string, unknown>> | undefined,
): FailureClass {
  return classifyStatus({
    ...(status === undefined ? {} : { status }),
    code: text(error?.['code']),
    type: text(error?.['type']),
    message: text(error?.['message']),
  });
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
