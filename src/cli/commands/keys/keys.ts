/** `llmr keys add | list | revoke`: callers' keys in the store under the data folder, which running services share. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { type KeyRecord, type KeyStore, openKeyStore } from '../../../gateway/callers/key-store.ts';
import { didYouMean } from '../../../language/diagnostics/suggest.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import type { Run } from '../../run.ts';
import { type Terminal, usageError } from '../../terminal.ts';
import { declaredTiers } from './declared-tiers.ts';

interface AddOptions {
  readonly tier?: string;
  readonly team?: string;
  readonly user?: string;
  readonly name?: string;
  readonly expires?: string;
  readonly admin?: true;
  readonly trusted?: true;
  readonly data: string;
}
interface ListOptions {
  readonly data: string;
  readonly json?: true;
}

const DATA = ['--data <DIR>', 'Data directory of the service', '.llmr'] as const;

export function describe(command: Command, run: Run): void {
  command
    .command('add')
    .description('Create a key and print it once')
    .option('--tier <TIER>', 'Tier of requests with this key')
    .option('--team <TEAM>', 'Team of requests with this key')
    .option('--user <USER>', 'User of requests with this key')
    .option('--name <NAME>', 'Name of the key in policies and budgets')
    .option('--expires <TIME>', 'Time to live (90d, 12h, 30min) or a date (2027-01-31)')
    .option('--admin', 'Allow /admin and reading every decision')
    .option('--trusted', 'Allow the Llmr-Tier, Llmr-Team and Llmr-User headers')
    .option(...DATA)
    .action(run(add));
  command
    .command('list')
    .description('List keys by ID and name; the keys themselves are never shown')
    .option(...DATA)
    .option('--json', 'Print JSON')
    .action(run(list));
  command
    .command('revoke')
    .argument('<ID>', 'ID from `llmr keys list`')
    .description('Revoke a key')
    .option(...DATA)
    .action(run(revoke));
}

function add(terminal: Terminal, options: AddOptions): ExitCode {
  const { tier, team, user, name } = options;
  const now = Date.now();
  const expiresAt = options.expires === undefined ? null : expiryOf(options.expires, now);
  if (expiresAt === undefined) {
    return usageError(
      terminal,
      `--expires cannot be "${options.expires}"`,
      'write 90d, 12h, 30min or 2027-01-31, in the future',
    );
  }
  const scopes = [
    ...(options.admin ? (['admin'] as const) : []),
    ...(options.trusted ? (['trusted'] as const) : []),
  ];
  if (
    tier === undefined &&
    team === undefined &&
    user === undefined &&
    name === undefined &&
    scopes.length === 0
  ) {
    return usageError(terminal, 'say whose key it is', 'llmr keys add --tier pro --team acme');
  }
  const store = openStore(options.data);
  try {
    const { key, record } = store.add(
      { tier: tier ?? null, team: team ?? null, user: user ?? null, name: name ?? null, scopes, expiresAt },
      now,
    );
    terminal.out(`${key}\n`);
    terminal.err(`${record.id}: ${described(record)}. The key is shown only this once.\n`);
    warnOfTier(terminal, tier);
    return EXIT.clean;
  } finally {
    store.close();
  }
}

/** The key is made all the same: the tier may be that of a policy in another folder. */
function warnOfTier(terminal: Terminal, tier: string | undefined): void {
  const tiers = tier === undefined ? [] : declaredTiers();
  if (tier === undefined || tiers.length === 0 || tiers.includes(tier)) return;
  const meant = didYouMean(tier, tiers);
  terminal.err(
    `warning: no policy here declares the tier "${tier}": requests with this key have an unknown tier\n` +
      `  help: ${meant === undefined ? `the tiers are ${tiers.join(', ')}` : `did you mean "${meant}"?`}; revoke the key and add another\n`,
  );
}

function list(terminal: Terminal, options: ListOptions): ExitCode {
  const store = openStore(options.data);
  try {
    const records = store.list();
    if (options.json === true) terminal.out(`${JSON.stringify({ version: 1, keys: records }, null, 2)}\n`);
    else if (records.length === 0) terminal.out('no keys\n');
    else for (const record of records) terminal.out(`${record.id}  ${described(record)}\n`);
    return EXIT.clean;
  } finally {
    store.close();
  }
}

function revoke(terminal: Terminal, id: string, options: ListOptions): ExitCode {
  const store = openStore(options.data);
  try {
    const record = store.revoke(id, Date.now());
    if (record === undefined)
      return usageError(terminal, `there is no key "${id}"`, '`llmr keys list` shows them');
    terminal.out(`${record.id} is revoked\n`);
    return EXIT.clean;
  } finally {
    store.close();
  }
}

/** The file that `startGateway` opens in the same folder. */
function openStore(folder: string): KeyStore {
  return openKeyStore(join(folder, 'keys.sqlite'));
}

function described(record: KeyRecord): string {
  const parts = [
    ...(record.name === null ? [] : [`name ${record.name}`]),
    ...(record.tier === null ? [] : [`tier ${record.tier}`]),
    ...(record.team === null ? [] : [`team ${record.team}`]),
    ...(record.user === null ? [] : [`user ${record.user}`]),
    ...record.scopes,
    ...(record.expiresAt === null ? [] : [`expires ${day(record.expiresAt)}`]),
    ...(record.revokedAt === null ? [] : [`revoked ${day(record.revokedAt)}`]),
  ];
  return parts.join(', ');
}

function day(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 16).replace('T', ' ');
}

const UNITS: Readonly<Record<string, number>> = { min: 60_000, h: 3_600_000, d: 86_400_000 };

/** Undefined: neither a span nor a date, or not in the future. A date holds to its end, UTC. */
function expiryOf(written: string, now: number): number | undefined {
  const [, count, unit] = /^(\d+)(min|h|d)$/.exec(written) ?? [];
  const at =
    count !== undefined && unit !== undefined
      ? now + Number(count) * (UNITS[unit] ?? Number.NaN)
      : /^\d{4}-\d{2}-\d{2}$/.test(written)
        ? Date.parse(`${written}T23:59:59.999Z`)
        : Number.NaN;
  return at > now ? at : undefined;
}
