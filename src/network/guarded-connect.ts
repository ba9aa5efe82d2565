/**
 * Connects to allowed hosts only. Literal addresses are checked at once, because Node does not look them up; names
 * are checked by every resolved address at the moment of connecting, so that a changed DNS record (DNS rebinding)
 * gains nothing. Knows no HTTP.
 */
import { lookup as lookUp } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import type { AllowedHosts } from './allowed-hosts.ts';

/** `ERR_LLMR_HOST`: nothing was sent. Its message names no host. */
export class HostRefusedError extends Error {
  override readonly name = 'HostRefusedError';
  readonly code = 'ERR_LLMR_HOST';
}

export interface GuardOptions {
  readonly allowed: AllowedHosts;
  /** Milliseconds. */
  readonly timeout: number;
  /** For tests: looks names up. */
  readonly lookup?: typeof lookUp;
}

export function guardedConnect({
  allowed,
  timeout,
  lookup = lookUp,
}: GuardOptions): buildConnector.connector {
  const connectors = new Map<string, buildConnector.connector>();
  return (options, callback) => {
    const host = options.hostname.replace(/^\[|\]$/g, '');
    const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80);
    if (allowed.whyNot(host, port) !== undefined) {
      callback(new HostRefusedError('the host is not allowed'), null);
      return;
    }
    const key = `${host} ${port}`;
    let connector = connectors.get(key);
    if (connector === undefined) {
      connector = buildConnector({
        allowH2: false,
        timeout,
        lookup: guardedLookup(host, port, allowed, lookup),
      });
      connectors.set(key, connector);
    }
    connector(options, callback);
  };
}

function guardedLookup(
  host: string,
  port: number,
  allowed: AllowedHosts,
  lookup: typeof lookUp,
): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        callback(error, []);
        return;
      }
      // One refused address among allowed ones is not an accident either.
      if (addresses.some(({ address }) => allowed.whyNotAddress(host, port, address) !== undefined)) {
        callback(new HostRefusedError('the host resolves to an address that is not allowed'), []);
        return;
      }
      const [first] = addresses;
      if (options.all === true) callback(null, addresses);
      else callback(null, first?.address ?? '', first?.family);
    });
  };
}
