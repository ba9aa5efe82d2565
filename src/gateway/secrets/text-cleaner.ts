/**
 * Makes a provider's message safe for the caller: no configured secret, no llmr key, nothing that looks like any
 * other key, no address or host name of an upstream, one line. Knows no provider.
 */
import { isIPv6 } from 'node:net';
import type { KnownSecrets } from './known-secrets.ts';

/** In addition to the known ones, never instead of them: keys of services behind the provider. */
const SHAPES =
  /\b(?:sk|pk|rk|gsk|xai|key|hf|r8|pplx|csk|nvapi|llmr)[-_][A-Za-z0-9_*.…-]{6,}|\bAIza[A-Za-z0-9_-]{10,}|\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_.-]+|\b(?:Bearer|Basic)\s+\S+/gi;

const IPV4 = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?(?![\d.]*\d)/g;
const IPV6 = /\[?(?<![\w:])((?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4})(?![\w:])(?:\]:\d{1,5}|\])?/gi;
/** Path and query: they may contain what a policy put into the address. */
const AFTER_HOST = '(?:[/?#][^\\s"\'<>)]*)?';
/** `connect ECONNREFUSED host:443`, `getaddrinfo ENOTFOUND internal.host`. */
const SOCKET = /\b(?:connect|getaddrinfo|queryA|read|write)\s+E[A-Z_]+(?:\s+\S+)?/g;

export interface TextCleaner {
  /** One line without secrets and addresses. */
  clean(text: string): string;
  /** Whether a text holds a secret, what looks like one, or an address. */
  holds(text: string): boolean;
}

export function createTextCleaner(secrets: KnownSecrets, hosts: Iterable<string>): TextCleaner {
  const named = [...new Set(hosts)]
    .filter((host) => host !== '')
    .sort((one, other) => other.length - one.length)
    .map((host) => host.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const host =
    named.length === 0
      ? undefined
      : new RegExp(
          `(?:https?://\\S*?)?(?<![\\w.-])(?:${named.join('|')})\\.?(?::\\d{1,5})?(?![\\w-])${AFTER_HOST}`,
          'gi',
        );
  const withoutHosts = (text: string): string => {
    const known = host === undefined ? text : text.replace(host, '[host]');
    return known
      .replace(SOCKET, '[connection error]')
      .replace(IPV4, '[address]')
      .replace(IPV6, (found, address: string) => (isIPv6(address) ? '[address]' : found));
  };
  return {
    clean(text) {
      const safe = secrets.remove(text).replace(SHAPES, '[key]');
      return withoutHosts(safe)
        .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\s]+/g, ' ')
        .trim();
    },
    holds: (text) => secrets.holds(text) || text.search(SHAPES) >= 0 || withoutHosts(text) !== text,
  };
}

/** A cleaner with nothing to remove, as in tests of dispatch. */
export const NO_SECRETS: KnownSecrets = { remove: (text) => text, holds: () => false };
