/**
 * Whether a server listens at an address: a connection is made and closed, nothing is sent. For `llmr doctor`. Never
 * rejects.
 */
import { connect as connectTcp, createServer } from 'node:net';
import { connect as connectTls } from 'node:tls';

const TIMEOUT_MS = 3_000;

/** Undefined: a connection (with TLS for https) succeeded; otherwise the reason why not. */
export function probeAddress(url: URL): Promise<string | undefined> {
  const secure = url.protocol === 'https:';
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    const socket = secure ? connectTls({ host, port, servername: host }) : connectTcp({ host, port });
    const end = (why: string | undefined): void => {
      socket.destroy();
      resolve(why);
    };
    socket.setTimeout(TIMEOUT_MS, () => end(`no connection within ${TIMEOUT_MS / 1000} s`));
    socket.once(secure ? 'secureConnect' : 'connect', () => end(undefined));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
  });
}

/** Undefined: free; otherwise the system's code, `EADDRINUSE`. */
export function tryPort(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
