/**
 * `llmr rollouts list | pause | resume | abort`: in the store under the data folder, which a running service shares
 * and reads within a second; works with or without a running service.
 */
import { join } from 'node:path';
import type { Command } from 'commander';
import { byHand, type RolloutAction } from '../../gateway/traffic/rollouts/change-rollout.ts';
import {
  openRolloutStore,
  type RolloutRow,
  type RolloutStore,
  sharePercent,
} from '../../gateway/traffic/rollouts/rollout-store.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { isFile } from '../input/files.ts';
import { columns } from '../render/columns.ts';
import type { Run } from '../run.ts';
import { type Terminal, usageError } from '../terminal.ts';

interface Options {
  readonly data: string;
  readonly json?: true;
}

const DATA = ['--data <DIR>', 'Data directory of the service', '.llmr'] as const;

export function describe(command: Command, run: Run): void {
  command
    .command('list', { isDefault: true })
    .description('List rollouts with their step and last event')
    .option(...DATA)
    .option('--json', 'Print JSON')
    .action(run(list));
  for (const [action, summary] of [
    ['pause', 'Keep a rollout at its current step until it is resumed'],
    ['resume', 'Resume a rollout; an aborted one restarts from the first step'],
    ['abort', 'Return all requests to the old side'],
  ] as const) {
    command
      .command(action)
      .argument('<NAME>', 'Name of a rollout, or POLICY/ROLLOUT if several have that name')
      .description(summary)
      .option(...DATA)
      .action(
        run((terminal: Terminal, name: string, options: Options) => act(terminal, action, name, options)),
      );
  }
}

function list(terminal: Terminal, options: Options): ExitCode {
  return withStore(options.data, (store) => {
    const rows = store?.rows() ?? [];
    const events = store?.events(20) ?? [];
    if (options.json === true) {
      const rollouts = rows.map((row) => ({ ...row, sharePercent: sharePercent(row) }));
      terminal.out(`${JSON.stringify({ version: 1, rollouts, events }, null, 2)}\n`);
      return EXIT.clean;
    }
    if (rows.length === 0) terminal.out('no rollouts\n');
    terminal.out(columns(rows.map(cellsOf)));
    if (events.length > 0) terminal.out('\nlately\n');
    terminal.out(
      columns(
        events.map((one) => [
          when(one.at),
          `${one.policy}/${one.name}`,
          one.event,
          `${one.share}%`,
          one.reason ?? '',
        ]),
        '  ',
      ),
    );
    return EXIT.clean;
  });
}

function act(terminal: Terminal, action: RolloutAction, name: string, options: Options): ExitCode {
  return withStore(options.data, (store) => {
    const rows = store?.rows() ?? [];
    const found = rows.filter((row) => row.name === name || `${row.policy}/${row.name}` === name);
    const [row] = found;
    if (store === undefined || row === undefined) {
      const there = rows.map((one) => one.name).join(', ');
      return usageError(
        terminal,
        `there is no rollout "${name}" under ${options.data}`,
        there === ''
          ? 'a rollout appears once its policy has been active in the service'
          : `there are ${there}`,
      );
    }
    if (found.length > 1) {
      const names = found.map((one) => `${one.policy}/${one.name}`).join(', ');
      return usageError(terminal, `several rollouts are named "${name}"`, `use one of: ${names}`);
    }
    // Only the service knows the share of the first step; it corrects the row when it reads it.
    const change = byHand(row, action, 0, Date.now());
    if (typeof change === 'string') {
      terminal.err(`nothing was changed: ${change}\n`);
      return EXIT.failed;
    }
    if (!store.change(row, change.row, change.event)) {
      terminal.err('another process has just changed it: check again with `llmr rollouts`\n');
      return EXIT.failed;
    }
    terminal.out(
      `${row.policy}/${row.name} is ${change.row.state}; a running service follows within a second\n`,
    );
    return EXIT.clean;
  });
}

/** Undefined where no service has created the store yet: listing must not create one. */
function withStore(folder: string, use: (store: RolloutStore | undefined) => ExitCode): ExitCode {
  const path = join(folder, 'rollouts.sqlite');
  if (!isFile(path)) return use(undefined);
  const store = openRolloutStore(path);
  try {
    return use(store);
  } finally {
    store.close();
  }
}

function cellsOf(row: RolloutRow): string[] {
  return [
    `${row.policy}/${row.name}`,
    row.identity.replace(/ by ".*"$/, ''),
    row.state,
    `${sharePercent(row)}%`,
    `step ${row.step + 1} since ${when(row.changedAt)}`,
    row.reason ?? '',
  ];
}

function when(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 19).replace('T', ' ');
}
