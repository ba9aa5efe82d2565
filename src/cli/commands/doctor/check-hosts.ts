/**
 * Checks the hosts of providers for `llmr doctor`: keys that would be sent to a second host, hosts that are refused,
 * private addresses.
 */
import type { GatewayConfig } from '../../../gateway/config/config.ts';
import { encoderHosts } from '../../../gateway/secrets/encoder-hosts.ts';
import { vetHosts } from '../../../gateway/secrets/key-hosts.ts';
import { SHORTEST_SAFE } from '../../../gateway/secrets/known-secrets.ts';
import type { Policy, Provider } from '../../../language/semantics/model.ts';
import { addressOf, hostOf, isPrivate } from '../../../language/semantics/network-address.ts';
import type { Finding } from './finding.ts';

export function checkHosts(config: GatewayConfig, policies: readonly Policy[]): readonly Finding[] {
  if (config.simulate) return [];
  const rules = { keys: config.keys, hosts: config.hosts, gone: encoderHosts(config) };
  const problems = vetHosts(policies, rules).map(
    ({ at, message, because, help }): Finding => ({
      check: 'hosts',
      state: 'problem',
      detail: `${at.path}: ${message}: ${because}`,
      ...(help === undefined ? {} : { help }),
    }),
  );
  const local = new Map<string, Set<string>>();
  for (const { name, url } of providersOf(policies)) {
    const host = url === undefined ? '' : hostOf(url);
    const address = addressOf(host);
    if (host === 'localhost' || (address !== undefined && isPrivate(address))) {
      local.set(host, (local.get(host) ?? new Set()).add(name));
    }
  }
  const listed = [...local].map(
    ([host, names]): Finding => ({
      check: 'hosts',
      state: 'ok',
      detail: `${[...names].join(', ')}: ${host} is a private address`,
    }),
  );
  if (problems.length + listed.length > 0) return [...problems, ...listed];
  const detail =
    config.hosts.length === 0
      ? 'providers may be at any host except link-local and metadata addresses'
      : `providers may be at ${config.hosts.join(', ')}`;
  return [{ check: 'hosts', state: 'ok', detail }];
}

/**
 * A short key may be an ordinary word: removing it from a provider's messages removes words, too, and its encoded
 * forms are not found.
 */
export function shortKey(variable: string, value: string): Finding | undefined {
  if (value.length >= SHORTEST_SAFE) return undefined;
  return {
    check: 'keys',
    state: 'warning',
    detail: `${variable} has fewer than ${SHORTEST_SAFE} characters: it can be removed from providers' messages only where it appears in full`,
    help: 'use a longer key; if the provider needs none, remove `key env`',
  };
}

function providersOf(policies: readonly Policy[]): readonly Provider[] {
  return policies.flatMap(({ providers }) => [...providers.values()]);
}
