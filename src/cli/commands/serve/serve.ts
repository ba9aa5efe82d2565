/** `llmr serve`: reads the configuration, starts the service, and drains it on SIGTERM or SIGINT. */
import type { Command } from 'commander';
import type { Gateway } from '../../../gateway/main.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import type { Run } from '../../run.ts';
import { type Terminal, usageError } from '../../terminal.ts';
import { greeting } from './greeting.ts';
import { listenForSignals } from './signals.ts';

interface Options {
  readonly policies?: string;
  readonly port?: string;
  readonly host?: string;
  readonly config?: string;
  readonly data?: string;
  readonly simulate?: true;
  readonly workers?: string;
}

export function describe(command: Command, run: Run): void {
  command
    .option('--policies <DIR>', 'Directory of the policies, reloaded when a file changes (default: policies)')
    .option('--port <PORT>', 'Port to listen on; 0 selects a free one (default: 8787)')
    .option('--host <ADDRESS>', 'Address to listen on; any but loopback requires a key (default: 127.0.0.1)')
    .option('--config <FILE>', 'Configuration file (default: llmr.json, if it exists)')
    .option('--data <DIR>', 'Data directory: spend, keys, decisions, trained intents (default: .llmr)')
    .option('--simulate', 'Simulate every provider: nothing is sent and nothing is spent')
    .option(
      '--workers <N>',
      'Processes that answer requests; they share budgets, limits and metrics (default: 1)',
    )
    .action(run(serve));
}

async function serve(terminal: Terminal, options: Options): Promise<ExitCode> {
  const { config: file, policies, host, data, simulate } = options;
  const port = options.port === undefined ? undefined : Number(options.port);
  if (port !== undefined && !/^\d+$/.test(options.port ?? '')) {
    return usageError(terminal, `--port takes a number, not "${options.port}"`);
  }
  const workers = options.workers === undefined ? undefined : Number(options.workers);
  if (workers !== undefined && !/^\d+$/.test(options.workers ?? '')) {
    return usageError(terminal, `--workers takes a number, not "${options.workers}"`);
  }
  const { readConfig } = await import('../../../gateway/config/config.ts');
  const read = readConfig({
    ...(file === undefined ? {} : { file }),
    variables: terminal.env,
    flags: {
      ...(policies === undefined ? {} : { policies }),
      ...(host === undefined ? {} : { host }),
      ...(data === undefined ? {} : { data }),
      ...(port === undefined ? {} : { port }),
      ...(workers === undefined ? {} : { workers }),
      ...(simulate === undefined ? {} : { simulate }),
    },
  });
  if (!read.ok) return usageError(terminal, read.faults.join('\n       '));
  for (const note of read.notes) terminal.err(`note: ${note}\n`);
  const signals = listenForSignals();
  const { startGateway } = await import('../../../gateway/main.ts');
  let gateway: Gateway;
  try {
    gateway = await startGateway(read.config, terminal.env);
  } catch (error) {
    signals.release();
    terminal.err(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    return EXIT.failed;
  }
  signals.onReload(() => {
    gateway.service.log.info('SIGHUP: the policies are read again');
    void gateway.reload();
  });
  const set = gateway.service.current();
  const rejected = gateway.service.policyStatus().rejected?.reason;
  terminal.out(
    greeting({
      url: gateway.url,
      simulate: read.config.simulate,
      folder: `${read.config.policies}/`,
      policies: set?.all.map((serving) => serving.policy.name) ?? [],
      names: set?.names ?? [],
      ...(rejected === undefined ? {} : { rejected }),
    }),
  );
  await signals.stop;
  await gateway.close();
  // A timer or connection of a predicate must not keep a stopped service alive.
  setTimeout(() => process.exit(EXIT.clean), 1_000).unref();
  return EXIT.clean;
}
