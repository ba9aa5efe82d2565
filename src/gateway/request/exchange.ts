/**
 * One HTTP exchange as the request page needs it, without a web framework, so that the page runs behind any server.
 * Must not know: routes, policies.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '../callers/authenticate.ts';

export interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** Who asks, as its credentials say. */
  readonly caller: Caller;
  /** `?endpoint=` */
  readonly endpoint: string | readonly string[] | undefined;
  /** From here on the page writes the answer, and the server no other. */
  takeOver(): void;
}
