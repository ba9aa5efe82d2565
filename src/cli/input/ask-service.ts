/**
 * Queries a running service for data that only it has. The key comes from `LLMR_KEY`, never from the command line,
 * where every user of the machine could read it.
 */
import type { Terminal } from '../terminal.ts';

export const DEFAULT_URL = 'http://127.0.0.1:8787';
const PATIENCE = 5_000;

export type Asked =
  | { readonly ok: true; readonly json: unknown }
  | { readonly ok: false; readonly message: string; readonly help: string };

const WHERE = 'give the address of the service with --url, or stop it and use --data alone';
const KEY = 'create a key with "llmr keys add --admin", and set the environment variable LLMR_KEY to it';

/** `path` begins with `/`. Never rejects. */
export async function askService(url: string, path: string, terminal: Terminal): Promise<Asked> {
  const key = terminal.env['LLMR_KEY']?.trim();
  try {
    const answer = await fetch(new URL(path, url), {
      headers: key === undefined || key === '' ? {} : { authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.ok) return { ok: true, json: await answer.json() };
    if (answer.status !== 401 && answer.status !== 403) {
      return { ok: false, message: `${url} answered ${answer.status}`, help: WHERE };
    }
    const why =
      answer.status === 403 ? 'the key in LLMR_KEY is not an admin key' : 'it requires an admin key';
    return { ok: false, message: `${url} answered ${answer.status}: ${why}`, help: KEY };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return {
      ok: false,
      message: `${url} does not answer: ${cause instanceof Error ? cause.message : cause}`,
      help: WHERE,
    };
  }
}
