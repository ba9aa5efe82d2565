/** Which addresses and host names are loopback. Knows nothing else. */
import { isIP } from 'node:net';

/**
 * Whether this address or host name, as bound, connected from or written in a URL, is loopback: `127.0.0.1`, `[::1]`,
 * `localhost`.
 */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  const address = bare.startsWith('::ffff:') ? bare.slice('::ffff:'.length) : bare;
  if (isIP(address) === 4) return address.startsWith('127.');
  if (isIP(address) === 6) return address === '::1';
  return address === 'localhost' || address.endsWith('.localhost');
}

/** The host of a `Host` header without its port; undefined where the header is not a host. */
export function hostName(header: string | undefined): string | undefined {
  return header === undefined ? undefined : /^(\[[0-9a-fA-F:.]+\]|[^:[\]/]+)(?::\d+)?$/.exec(header)?.[1];
}
