/**
 * `llmr doctor`: reports what would keep a service from working, and what to do about it; exit code 1 if there is a
 * problem.
 */
import type { Command } from 'commander';
import { type ConfigSources, readConfig } from '../../../gateway/config/config.ts';
import { STORES } from '../../../gateway/stores/store-kinds.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import { choiceOption } from '../../input/choice-option.ts';
import type { Run } from '../../run.ts';
import { type Terminal, usageError } from '../../terminal.ts';
import { checkDataFiles, resetStore } from './check-data-files.ts';
import { checkHosts } from './check-hosts.ts';
import { checkMeaning } from './check-meaning.ts';
import { checkProviders } from './check-providers.ts';
import type { Finding } from './finding.ts';
import {
  checkCallers,
  checkClock,
  checkKeys,
  checkPolicies,
  checkPort,
  checkStore,
} from './health-checks.ts';

interface Options {
  readonly policies?: string;
  readonly port?: string;
  readonly host?: string;
  readonly config?: string;
  readonly data?: string;
  readonly simulate?: true;
  readonly reset?: string;
  readonly json?: true;
}

export function describe(command: Command, run: Run): void {
  command
    .option('--policies <DIR>', 'Directory of the policies (default: policies)')
    .option('--port <PORT>', 'Port that the service will listen on (default: 8787)')
    .option('--host <ADDRESS>', 'Address that the service will listen on (default: 127.0.0.1)')
    .option('--config <FILE>', 'Configuration file (default: llmr.json, if it exists)')
    .option('--data <DIR>', 'Data directory of the service (default: .llmr)')
    .option('--simulate', 'Check for `llmr serve --simulate`: no keys, no providers')
    .addOption(
      choiceOption(
        '--reset <FILE>',
        'Move a data file aside so that the next start creates a new one',
        Object.keys(STORES),
      ),
    )
    .option('--json', 'Print JSON, version 1')
    .action(run(doctor));
}

async function doctor(terminal: Terminal, options: Options): Promise<ExitCode> {
  if (options.port !== undefined && !/^\d+$/.test(options.port)) {
    return usageError(terminal, `--port takes a number, not "${options.port}"`);
  }
  if (options.reset !== undefined) {
    const read = readConfig(sourcesOf(terminal, options));
    if (!read.ok) return usageError(terminal, read.faults.join('\n       '));
    return resetStore(read.config.data, options.reset, terminal);
  }
  const findings = await examine(terminal, options);
  const problems = findings.filter(({ state }) => state === 'problem').length;
  const warnings = findings.filter(({ state }) => state === 'warning').length;
  if (options.json === true) {
    const summary = { problems, warnings };
    terminal.out(`${JSON.stringify({ version: 1, checks: findings, summary }, null, 2)}\n`);
  } else terminal.out(told(findings, problems));
  return problems > 0 ? EXIT.failed : EXIT.clean;
}

function sourcesOf(terminal: Terminal, options: Options): ConfigSources {
  const { config: file, policies, host, data, simulate, port } = options;
  return {
    ...(file === undefined ? {} : { file }),
    variables: terminal.env,
    flags: {
      ...(policies === undefined ? {} : { policies }),
      ...(host === undefined ? {} : { host }),
      ...(data === undefined ? {} : { data }),
      ...(port === undefined ? {} : { port: Number(port) }),
      ...(simulate === undefined ? {} : { simulate }),
    },
  };
}

async function examine(terminal: Terminal, options: Options): Promise<readonly Finding[]> {
  const read = readConfig(sourcesOf(terminal, options));
  if (!read.ok) {
    const help = 'correct it: everything else depends on it';
    return read.faults.map((detail) => ({ check: 'configuration', state: 'problem', detail, help }));
  }
  const { config, notes } = read;
  const set = checkPolicies(config, terminal);
  const hosts = checkHosts(config, set.policies);
  const mayAsk = ![...set.findings, ...hosts].some(({ state }) => state === 'problem');
  return [
    { check: 'configuration', state: 'ok', detail: 'it can be read' },
    ...notes.map((detail): Finding => ({ check: 'configuration', state: 'warning', detail })),
    ...set.findings,
    ...checkKeys(config, set.policies, terminal.env),
    ...hosts,
    ...(await checkProviders(config, set.policies, terminal.env, mayAsk)),
    ...(await checkMeaning(config, set.policies, terminal.env)),
    ...checkCallers(config),
    ...checkStore(config),
    ...checkDataFiles(config.data),
    ...(await checkClock(config, terminal.today)),
    ...(await checkPort(config)),
  ];
}

const MARKS = { ok: 'ok     ', warning: 'warning', problem: 'problem' } as const;

function told(findings: readonly Finding[], problems: number): string {
  const lines = findings.flatMap(({ check, state, detail, help }) => [
    `${MARKS[state]}  ${check.padEnd(13)}  ${detail}`,
    ...(help === undefined ? [] : [`${' '.repeat(24)}→ ${help}`]),
  ]);
  const end = problems === 0 ? 'no problems found' : problems === 1 ? '1 problem' : `${problems} problems`;
  return `${lines.join('\n')}\n\n${end}\n`;
}
