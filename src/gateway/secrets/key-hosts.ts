/**
 * Where the keys of a policy set would be sent. A policy may have been written by someone else: without this check,
 * one line could send a key to its author's host. Each variable may go to one host, or to those that llmr.json lists
 * for it. Pure; sends nothing. These findings are not lint rules, so a policy cannot suppress them.
 */
import type { Diagnostic } from '../../language/diagnostics/diagnostic.ts';
import type { Policy, Provider } from '../../language/semantics/model.ts';
import { hostOf } from '../../language/semantics/network-address.ts';
import { createAllowedHosts } from '../../network/allowed-hosts.ts';

export interface HostRules {
  /** As in llmr.json: hosts by the name of the variable. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  /** As in llmr.json; empty: anywhere. */
  readonly hosts: readonly string[];
  /** Where a variable has been sent since the service started, and where the encoder's is sent. */
  readonly gone?: Readonly<Record<string, readonly string[]>>;
}

/** Findings in reading order, each at the provider that would receive the key. */
export function vetHosts(policies: readonly Policy[], rules: HostRules): Diagnostic[] {
  const providers = [...new Set(policies.flatMap(({ providers: all }) => [...all.values()]))];
  const reached = providers.filter(({ url, speaks }) => url !== undefined && speaks !== 'simulated');
  return [...reached.flatMap((provider) => unlisted(provider, rules)), ...secondHosts(reached, rules)];
}

/** Every variable with the hosts that it is sent to under these policies. */
export function keyHosts(policies: readonly Policy[]): Record<string, string[]> {
  const hosts: Record<string, string[]> = {};
  for (const { providers } of policies) {
    for (const { keyVariable, url, speaks } of providers.values()) {
      if (keyVariable === undefined || url === undefined || speaks === 'simulated') continue;
      const host = hostOf(url);
      const known = hosts[keyVariable] ?? [];
      if (!known.includes(host)) hosts[keyVariable] = [...known, host];
    }
  }
  return hosts;
}

function secondHosts(providers: readonly Provider[], { keys, gone = {} }: HostRules): Diagnostic[] {
  const first = new Map<string, { readonly host: string; readonly from: string }>();
  for (const [variable, [host]] of Object.entries(gone)) {
    if (host !== undefined)
      first.set(variable, { host, from: 'it has been sent there since llmr was started' });
  }
  return providers.flatMap((provider) => {
    const { keyVariable: variable, url = '', name } = provider;
    if (variable === undefined) return [];
    const host = hostOf(url);
    const declared = Object.hasOwn(keys, variable) ? keys[variable] : undefined;
    if (declared !== undefined) {
      const may = createAllowedHosts(declared).whyNot(host, portOf(url)) === undefined && declared.length > 0;
      return may
        ? []
        : [
            finding(
              provider,
              variable,
              host,
              `"keys" in llmr.json lists ${declared.join(', ') || 'no host'}`,
            ),
          ];
    }
    const before = first.get(variable);
    if (before === undefined) first.set(variable, { host, from: `provider ${name} uses that host` });
    if (before === undefined || isSameHost(before.host, host)) return [];
    return [
      finding(provider, variable, host, `it is sent to ${before.host}: ${before.from}`, [before.host, host]),
    ];
  });
}

/** This machine has several names. */
function isSameHost(one: string, other: string): boolean {
  return one === other || (isLoopbackHost(one) && isLoopbackHost(other));
}

function isLoopbackHost(host: string): boolean {
  return /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|::1)$/.test(host);
}

function finding(
  { at, name }: Provider,
  variable: string,
  host: string,
  because: string,
  hosts: readonly string[] = [host],
): Diagnostic {
  const list = hosts.map((one) => JSON.stringify(one)).join(', ');
  return {
    rule: 'type-or-unit',
    code: 'L1314',
    severity: 'error',
    at: { path: at.path, span: at.span },
    message: `provider \`${name}\` would send ${variable} to another host, ${host}`,
    because,
    help: `use another variable, or allow it in llmr.json: "keys": {"${variable}": [${list}]}`,
  };
}

function unlisted({ at, name, url = '' }: Provider, { hosts }: HostRules): Diagnostic[] {
  const host = hostOf(url);
  const why = createAllowedHosts(hosts).whyNot(host, portOf(url));
  if (why === undefined) return [];
  return [
    {
      rule: 'type-or-unit',
      code: 'L1315',
      severity: 'error',
      at: { path: at.path, span: at.span },
      message: `provider \`${name}\` is at ${host}, and nothing may be sent there`,
      because: `it ${why}`,
      help: `add ${JSON.stringify(host)} to "hosts" in llmr.json, or name another provider`,
    },
  ];
}

function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}
