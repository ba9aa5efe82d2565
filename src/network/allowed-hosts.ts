/**
 * Which hosts llmr may connect to: never link-local and metadata addresses, and where `hosts` in llmr.json lists
 * some, only those. A host is checked by its name before a connection, and by its resolved addresses when the
 * connection is made. Knows no provider.
 */
import {
  type Address,
  addressOf,
  plainHost,
  rangeOf,
  whyRefused,
} from '../language/semantics/network-address.ts';

export interface AllowedHosts {
  /**
   * Why a host is refused, to follow its name; undefined: it is allowed. `port` as written in a URL, or its default.
   */
  whyNot(host: string, port: number): string | undefined;
  /** The same for an address that a host name resolved to. */
  whyNotAddress(host: string, port: number, address: string): string | undefined;
}

interface Entry {
  readonly name?: RegExp;
  readonly range?: (address: Address) => boolean;
  readonly port?: number;
}

/** `listed`: hosts, `*.example.com`, addresses and ranges, each with `:port` where only that one is meant. */
export function createAllowedHosts(listed: readonly string[]): AllowedHosts {
  const entries = listed.map(entryOf);
  const named = (host: string, port: number): boolean => {
    const address = addressOf(host);
    return entries.some(
      (entry) =>
        (entry.port === undefined || entry.port === port) &&
        (entry.name?.test(host) === true || (address !== undefined && entry.range?.(address) === true)),
    );
  };
  const hasRanges = entries.some(({ range }) => range !== undefined);
  return {
    whyNot(host, port) {
      const name = plainHost(host);
      const refused = whyRefused(name);
      if (refused !== undefined || entries.length === 0 || named(name, port)) return refused;
      // Its addresses may be in an allowed range.
      return addressOf(name) === undefined && hasRanges ? undefined : NOT_LISTED;
    },
    whyNotAddress(host, port, address) {
      const refused = whyRefused(plainHost(address));
      if (refused !== undefined) return refused;
      const isAllowed =
        entries.length === 0 || named(plainHost(host), port) || named(plainHost(address), port);
      return isAllowed ? undefined : NOT_LISTED;
    },
  };
}

const NOT_LISTED = 'is not in "hosts" of llmr.json';

function entryOf(text: string): Entry {
  const range = rangeOf(text);
  if (range !== undefined) return { range };
  const [, host = text, port] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(text) ?? [];
  const name = plainHost(host);
  const address = addressOf(name);
  const only = port === undefined ? {} : { port: Number(port) };
  if (address !== undefined) {
    const same = rangeOf(`${name}/${name.includes(':') && address.length === 16 ? 128 : 32}`);
    return { ...only, ...(same === undefined ? {} : { range: same }) };
  }
  const pattern = name.replace(/[\\^$.+?()[\]{}|]/g, '\\$&').replaceAll('*', '.*');
  return { ...only, name: new RegExp(`^${pattern}$`) };
}
