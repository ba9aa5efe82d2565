/**
 * One HTTP exchange as the request page needs it, without a web framework, so that the page runs behind any server.
 * Must not know: routes, policies.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '../callers/authenticate.ts';
import type { CallerDialect } from '../dialects/dialect.ts';

export interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** Who asks, as its credentials say. */
  readonly caller: Caller;
  /** In which the request is written, and its answer will be. */
  readonly dialect: CallerDialect;
  /** From here on the page writes the answer, and the server no other. */
  takeOver(): void;
}
