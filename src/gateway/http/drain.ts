/**
 * Drains the HTTP server: accepts no new connections, lets running answers finish, and closes each connection after
 * its answer. Otherwise a client with a kept-alive connection would delay the shutdown, or send its next request on
 * it. Must not know: routes, policies.
 */
import type { Server, ServerResponse } from 'node:http';

/** Call it once `server` exists; it returns a function that closes the server within `graceMs`. */
export function createDrain(server: Server): (graceMs: number) => Promise<void> {
  const running = new Set<ServerResponse>();
  let draining = false;
  server.prependListener('request', (_, res: ServerResponse) => {
    running.add(res);
    if (draining) res.shouldKeepAlive = false;
    res.once('close', () => {
      running.delete(res);
      // For answers whose headers were sent before: once this event is over, their connections are idle.
      if (draining) setImmediate(() => server.closeIdleConnections());
    });
  });
  return async (graceMs) => {
    draining = true;
    for (const res of running) if (!res.headersSent) res.shouldKeepAlive = false;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    const timer = setTimeout(() => server.closeAllConnections(), graceMs);
    await closed;
    clearTimeout(timer);
  };
}
