/**
 * Asks a running service for what only it can tell. The key comes from `LLMR_KEY`, never from the command line, where
 * everybody on the machine could read it.
 */

import type { ExitCode } from './exit-codes.ts';
import { type Terminal, usageError } from './terminal.ts';

export const DEFAULT_URL = 'http://127.0.0.1:8787';
const PATIENCE = 5_000;

export type Asked =
  | { readonly ok: true; readonly json: unknown }
  | { readonly ok: false; readonly message: string };

/** `path` begins with `/`. Never rejects. */
export async function askService(url: string, path: string, terminal: Terminal): Promise<Asked> {
  const key = terminal.env['LLMR_KEY']?.trim();
  try {
    const answer = await fetch(new URL(path, url), {
      headers: key === undefined || key === '' ? {} : { authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.ok) return { ok: true, json: await answer.json() };
    const why = answer.status === 401 || answer.status === 403 ? ': put an admin key into LLMR_KEY' : '';
    return { ok: false, message: `${url} answered ${answer.status}${why}` };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return {
      ok: false,
      message: `${url} does not answer: ${cause instanceof Error ? cause.message : cause}`,
    };
  }
}

export function unanswered(terminal: Terminal, message: string): ExitCode {
  return usageError(
    terminal,
    message,
    'say where the service is with --url, or stop it and use --data alone',
  );
}
