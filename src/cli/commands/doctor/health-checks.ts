/**
 * The checks of `llmr doctor`, one function per check, each returning findings with what to do. They create and start
 * nothing. Their order is the order in which a service needs them.
 */
import { join } from 'node:path';
import { mayStart } from '../../../gateway/callers/authenticate.ts';
import { openKeyStore } from '../../../gateway/callers/key-store.ts';
import { createEnvironment, type GatewayConfig } from '../../../gateway/config/config.ts';
import { logFiles } from '../../../gateway/observe/log-files.ts';
import { inspectStore } from '../../../gateway/stores/inspect-store.ts';
import { StoreFault } from '../../../gateway/stores/store-fault.ts';
import { STORES } from '../../../gateway/stores/store-kinds.ts';
import { runLint } from '../../../language/lint/run-lint.ts';
import type { Policy, Provider } from '../../../language/semantics/model.ts';
import { insteadOfCalling } from '../../../language/semantics/not-yet.ts';
import { isReservedVariable } from '../../../language/semantics/reserved-variable.ts';
import { isFile, isThere, whyNotWritable } from '../../input/files.ts';
import { compileSet, readSet } from '../../input/policy-set.ts';
import type { Terminal } from '../../terminal.ts';
import { shortKey } from './check-hosts.ts';
import type { Finding } from './finding.ts';
import { tryPort } from './probe-address.ts';

export interface CheckedPolicies {
  readonly findings: readonly Finding[];
  readonly policies: readonly Policy[];
}

export function checkPolicies(config: GatewayConfig, terminal: Terminal): CheckedPolicies {
  let said = '';
  const read = readSet([config.policies], {
    ...terminal,
    err(text) {
      said += text;
    },
  });
  if (read.kind === 'usage') {
    const detail = said.replace(/^error: /, '').trim();
    const help = isThere(config.policies)
      ? 'correct it, or name another folder with --policies DIR'
      : 'give their folder with --policies DIR';
    return { policies: [], findings: [problem('policies', detail, help)] };
  }
  const compilation = compileSet(read.sources);
  const errors = runLint(compilation, read.sources, { today: terminal.today }).filter(
    ({ severity }) => severity === 'error',
  );
  const policies = compilation.policies.map(({ policy }) => policy);
  const [first] = errors;
  if (first !== undefined) {
    const more = errors.length === 1 ? '' : ` and ${errors.length - 1} more`;
    const detail = `${first.at.path}: ${first.message}${more}`;
    return { policies, findings: [problem('policies', detail, `llmr-lint ${config.policies}`)] };
  }
  if (policies.length === 0) {
    const help = 'a policy begins with: policy NAME edition 1 { serves "MODEL" }';
    return { policies, findings: [problem('policies', `${config.policies} contains no policy`, help)] };
  }
  const names = policies.map(({ name }) => name).join(', ');
  return { policies, findings: [ok('policies', `${names}: no errors`)] };
}

export function checkKeys(
  config: GatewayConfig,
  policies: readonly Policy[],
  env: Terminal['env'],
): readonly Finding[] {
  if (config.simulate) return [ok('keys', 'all providers are simulated: no key is needed')];
  const environment = createEnvironment(config.environment, env);
  const byVariable = Map.groupBy(
    // A key does not help where the dialect is not callable yet; `providers` reports that.
    usedProviders(policies).filter(
      ({ keyVariable, speaks }) => keyVariable !== undefined && insteadOfCalling(speaks) === undefined,
    ),
    (provider) => provider.keyVariable ?? '',
  );
  if (byVariable.size === 0) return [ok('keys', 'no provider needs a key')];
  return [...byVariable].map(([variable, providers]) => {
    const found = environment(variable);
    if (found.kind === 'value') return shortKey(variable, found.value) ?? ok('keys', `${variable} is set`);
    const names = [...new Set(providers.map(({ name }) => name))].join(', ');
    const help =
      found.kind === 'absent'
        ? `export ${variable}=…, or try the policies with --simulate`
        : isReservedVariable(variable)
          ? 'use a separate variable for the key of this provider'
          : 'add it to "environment" in llmr.json';
    return problem('keys', `${found.because}: models on ${names} cannot be used`, help);
  });
}

export function checkCallers(config: GatewayConfig): readonly Finding[] {
  const path = join(config.data, 'keys.sqlite');
  // Faults of the file itself are reported by the check of the store.
  if (inspectStore(path, STORES['keys.sqlite']) instanceof StoreFault) return [];
  const keys = isFile(path) ? openKeyStore(path) : undefined;
  try {
    const configured = keys?.configured() === true;
    const may = mayStart(config.host, configured);
    if (!may.ok) return [problem('callers', may.message, 'llmr keys add --tier TIER --team TEAM')];
    return [
      ok(
        'callers',
        configured ? 'callers need a key' : 'only clients on this machine are served, without keys',
      ),
    ];
  } finally {
    keys?.close();
  }
}

export function checkStore(config: GatewayConfig): readonly Finding[] {
  const why = whyNotWritable(config.data);
  return why === undefined
    ? [ok('store', `${config.data} can be written`)]
    : [problem('store', why, 'give this user the folder, or name another with --data DIR')];
}

/** A clock that was set back: budgets' windows and keys' expiry would be wrong. */
export async function checkClock(config: GatewayConfig, today: string): Promise<readonly Finding[]> {
  const newest = (await logFiles(config.data)).at(-1)?.day;
  const told = `it is ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const help = 'set the clock: windows of budgets and the expiry of keys depend on it';
  if (newest !== undefined && newest > today) {
    return [problem('clock', `${told}, but decisions of ${newest} are in the log`, help)];
  }
  return today < '2026-01-01'
    ? [problem('clock', `${told}, which is impossible`, help)]
    : [ok('clock', told)];
}

export async function checkPort(config: GatewayConfig): Promise<readonly Finding[]> {
  const { host, port } = config;
  const at = `${host}:${port}`;
  const why = await tryPort(host, port);
  if (why === undefined) return [ok('port', `${at} is free`)];
  if (why === 'EADDRINUSE' && (await llmrAnswers(host, port))) return [ok('port', `llmr runs at ${at}`)];
  const taken = why === 'EADDRINUSE' ? `${at} is in use by another program` : `${at} cannot be used: ${why}`;
  return [problem('port', taken, 'choose another port with --port, or another --host')];
}

async function llmrAnswers(host: string, port: number): Promise<boolean> {
  try {
    const name = host.includes(':') ? `[${host}]` : host;
    const answer = await fetch(`http://${name}:${port}/healthz`, { signal: AbortSignal.timeout(1_000) });
    return answer.ok && ((await answer.json()) as { alive?: unknown }).alive === true;
  } catch {
    return false;
  }
}

/** Providers that a model is deployed on. */
export function usedProviders(policies: readonly Policy[]): readonly Provider[] {
  return policies.flatMap(({ models, providers }) => {
    const used = new Set(
      [...models.values()].flatMap((model) => model.deployments.map((one) => one.provider)),
    );
    return [...providers.values()].filter(({ name }) => used.has(name));
  });
}

export function ok(check: Finding['check'], detail: string): Finding {
  return { check, state: 'ok', detail };
}

export function problem(check: Finding['check'], detail: string, help: string): Finding {
  return { check, state: 'problem', detail, help };
}
