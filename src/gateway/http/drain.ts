/**
 * The end of the HTTP server: no new connections, running answers come to their end, and each connection closes with
 * the answer on it. A client that keeps its connection would otherwise hold up the end, or send its next request on it.
 * Must not know: routes, policies.
 */
import type { Server, ServerResponse } from 'node:http';

/** To be called once `server` is made; what it gives back ends the server, within `graceMs` at most. */
export function createDrain(server: Server): (graceMs: number) => Promise<void> {
  const running = new Set<ServerResponse>();
  let draining = false;
  server.prependListener('request', (_, res: ServerResponse) => {
    running.add(res);
    if (draining) res.shouldKeepAlive = false;
    res.once('close', () => {
      running.delete(res);
      // Of those whose headers had left before: once this event is over, their connections are idle.
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
