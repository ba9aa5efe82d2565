/** Starts listening, or reports why it cannot. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Returns the address. Rejects with an Error for the operator where the port is taken. */
export function listen(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(
        cause.code === 'EADDRINUSE'
          ? new Error(`port ${port} on ${host} is taken by another program: choose one with --port`)
          : cause,
      );
    });
    server.listen(port, host, () => {
      const address = server.address() as AddressInfo;
      const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
      resolve(`http://${name}:${address.port}`);
    });
  });
}
