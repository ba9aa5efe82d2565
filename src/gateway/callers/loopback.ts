/** What counts as this machine talking to itself. Knows addresses and names, nothing else. */
import { isIP } from 'node:net';

/** An address or host name as it is bound, connected from or written in a URL: `127.0.0.1`, `[::1]`, `localhost`. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  const address = bare.startsWith('::ffff:') ? bare.slice('::ffff:'.length) : bare;
  if (isIP(address) === 4) return address.startsWith('127.');
  if (isIP(address) === 6) return address === '::1';
  return address === 'localhost' || address.endsWith('.localhost');
}

/** The host of a `Host` header, its port taken off; undefined where it is none. */
export function hostName(header: string | undefined): string | undefined {
  return header === undefined ? undefined : /^(\[[0-9a-fA-F:.]+\]|[^:[\]/]+)(?::\d+)?$/.exec(header)?.[1];
}
