/**
 * The hosts that `llmr.json` and `LLMR_*` allow for providers and keys, so that lint reports what the service will
 * do. By default a key may go to one host. Knows the configuration; no policy.
 */
import { CONFIG_KEYS } from '../../gateway/config/config-keys.ts';
import { encoderHosts } from '../../gateway/secrets/encoder-hosts.ts';
import type { HostRules } from '../../gateway/secrets/key-hosts.ts';
import type { Terminal } from '../terminal.ts';
import { UsageFault } from '../usage-fault.ts';
import { isFile } from './files.ts';

export interface ConfiguredHosts extends HostRules {
  /** Names of variables that policies may read, with `*` and `?`. */
  readonly environment: readonly string[];
}

/** Of the `llmr.json` in the current folder. @throws UsageFault for a faulty configuration */
export async function configuredHosts({ env }: Pick<Terminal, 'env'>): Promise<ConfiguredHosts> {
  const isSaid =
    isFile('llmr.json') ||
    ['LLMR_KEYS', 'LLMR_HOSTS', 'LLMR_ENCODER', 'LLMR_ENVIRONMENT'].some((name) => env[name]);
  if (!isSaid) return { keys: {}, hosts: [], environment: CONFIG_KEYS.environment.default };
  const { readConfig } = await import('../../gateway/config/config.ts');
  const read = readConfig({ variables: env });
  if (!read.ok) throw new UsageFault(read.faults.join('\n       '));
  const { keys, hosts, environment } = read.config;
  return { keys, hosts, environment, gone: encoderHosts(read.config) };
}
