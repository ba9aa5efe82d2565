/**
 * What one row of the referee's table says: a way in which a provider was seen to behave, where that is known from,
 * and what a caller must see of it. Behaviours are data, played by one server. Knows nothing of llmr.
 */
import type { ServerResponse } from 'node:http';
import type { FailureClass } from '../../../src/language/semantics/failures.ts';

/** Bytes or text to write, milliseconds to wait, or what becomes of the connection. */
export type Piece = string | Buffer | number | typeof CUT | typeof OPEN;
/** Resets the connection. */
export const CUT = Symbol('cut');
/** Leaves the answer without an end. */
export const OPEN = Symbol('open');

export interface Played {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly pieces: readonly Piece[];
}

/** What the caller must see of a provider that stands alone: its whole answer, or a failure of this class. */
export type Seen = 'whole' | FailureClass;

export interface Misbehaviour {
  readonly name: string;
  /** Who was seen to do it, with the version where it is known. */
  readonly server: string;
  /** The report or the source it comes from. */
  readonly source: string;
  /** What the model had to say; of the pieces below it may be less. */
  readonly text?: string;
  /** Names of the tools it had to call. */
  readonly calls?: readonly string[];
  /** Members of the request. */
  readonly asked?: Readonly<Record<string, unknown>>;
  readonly stream?: { readonly played: Played; readonly seen: Seen };
  readonly whole?: { readonly played: Played; readonly seen: Seen };
}

export const TEXT = 'Hello world';

type Json = Readonly<Record<string, unknown>>;

export function chunk(delta: Json, finish: unknown = null, more: Json = {}, choice: Json = {}): string {
  const choices = [{ index: 0, delta, finish_reason: finish, ...choice }];
  return event({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices, ...more });
}

export const event = (json: unknown): string => `data: ${JSON.stringify(json)}\n\n`;
export const says = (content: string, finish: unknown = null): string => chunk({ content }, finish);
export const ROLE = chunk({ role: 'assistant', content: '' });
export const HELLO = says('Hello');
export const WORLD = says(' world');
export const STOP = chunk({}, 'stop');
export const DONE = 'data: [DONE]\n\n';
export const USED = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 };
export const USAGE = event({ id: 'c', object: 'chat.completion.chunk', choices: [], usage: USED });
export const GOOD = [ROLE, HELLO, WORLD, STOP, DONE];

export const sse = (...pieces: readonly Piece[]): Played => ({
  headers: { 'content-type': 'text/event-stream' },
  pieces,
});

export const json = (
  body: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Played => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  pieces: [typeof body === 'string' ? body : JSON.stringify(body)],
});

export const completion = (
  message: Json,
  finish: unknown = 'stop',
  more: Json = {},
  choice: Json = {},
): Json => ({
  id: 'c',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: finish, ...choice }],
  usage: USED,
  ...more,
});

export const page = (title: string, status: number): Played => ({
  status,
  headers: { 'content-type': 'text/html; charset=UTF-8' },
  pieces: [
    `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
  ],
});

export async function play(
  { status = 200, headers = {}, pieces }: Played,
  res: ServerResponse,
): Promise<void> {
  res.on('error', () => undefined);
  res.writeHead(status, headers);
  for (const piece of pieces) {
    if (res.destroyed || piece === OPEN) return;
    if (piece === CUT) {
      // What was written before has to arrive.
      await new Promise((resolve) => setTimeout(resolve, 10));
      res.socket?.resetAndDestroy();
      return;
    }
    if (typeof piece === 'number') await new Promise((resolve) => setTimeout(resolve, piece));
    else res.write(piece);
  }
  res.end();
}
