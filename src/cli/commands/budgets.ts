/**
 * `llmr budgets`: shows budget usage, from the ledger's file while no service owns it, otherwise from the service
 * that does: a ledger has one owner.
 */
import { join } from 'node:path';
import type { Command } from 'commander';
import { readSpend, type SpentBucket } from '../../gateway/ledger/read-spend.ts';
import { inspectStore } from '../../gateway/stores/inspect-store.ts';
import { StoreFault } from '../../gateway/stores/store-fault.ts';
import { STORES } from '../../gateway/stores/store-kinds.ts';
import { formatMoney } from '../../language/vocabulary/format-quantity.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { askService, DEFAULT_URL } from '../input/ask-service.ts';
import { columns } from '../render/columns.ts';
import type { Run } from '../run.ts';
import { type Terminal, usageError } from '../terminal.ts';

interface Options {
  readonly data: string;
  readonly url: string;
  readonly json?: true;
}

export function describe(command: Command, run: Run): void {
  command
    .option('--data <DIR>', 'Data directory of the service', '.llmr')
    .option('--url <URL>', 'Address of a running service; an admin key is read from LLMR_KEY', DEFAULT_URL)
    .option('--json', 'Print JSON')
    .action(run(budgets));
}

async function budgets(terminal: Terminal, options: Options): Promise<ExitCode> {
  const path = join(options.data, 'ledger.sqlite');
  const found = inspectStore(path, STORES['ledger.sqlite']);
  if (found instanceof StoreFault) return usageError(terminal, found.what, found.help, EXIT.failed);
  const spent = found === 'held' ? 'busy' : found === 'new' ? [] : readSpend(path, Date.now());
  if (spent !== 'busy') {
    if (options.json === true) terminal.out(`${JSON.stringify({ version: 1, buckets: spent }, null, 2)}\n`);
    else
      terminal.out(
        spent.length === 0 ? 'nothing is spent in any current window\n' : columns(spent.map(cellsOf)),
      );
    return EXIT.clean;
  }
  const asked = await askService(options.url, '/admin/budgets', terminal);
  if (!asked.ok) return usageError(terminal, `a service owns ${path}, and ${asked.message}`, asked.help);
  if (options.json === true) terminal.out(`${JSON.stringify(asked.json, null, 2)}\n`);
  else terminal.out(toldByService(asked.json as ServiceBudgets));
  return EXIT.clean;
}

/** The response of `/admin/budgets`. */
interface ServiceBudgets {
  readonly budgets: readonly {
    policy: string;
    name: string;
    limits: readonly string[];
    usedPercent: number;
  }[];
  readonly buckets: readonly {
    budget: string;
    bucket: string;
    usedPercent: number;
    unit: 'usd' | 'tokens' | 'requests';
    used: number;
    limit: number;
    openSlack: number;
    afterCrash: number;
    resets: string;
  }[];
}

function toldByService({ budgets: all, buckets }: ServiceBudgets): string {
  if (all.length === 0) return 'no active policy has a budget\n';
  const declared = all.map((one) => [
    `${one.policy}/${one.name}`,
    one.limits.join(', '),
    `at most ${one.usedPercent}% used`,
  ]);
  const used = buckets.map((one) => [
    one.budget,
    one.bucket,
    ofLimit(one),
    `${one.usedPercent}%`,
    `resets ${one.resets}`,
    [
      ...(one.openSlack > 0 ? [`${amountWords(one.unit, one.openSlack)} open slack`] : []),
      ...afterCrash(one),
    ].join(', '),
  ]);
  return `${columns(declared)}${used.length === 0 ? '' : `\n${columns(used, '  ')}`}`;
}

/** `$3.20 of $50`. */
function ofLimit({ unit, used, limit }: ServiceBudgets['buckets'][number]): string {
  if (unit !== 'usd') return `${used} of ${limit} ${unit}`;
  return `${formatMoney(used)} of ${formatMoney(limit)}`;
}

/** What counts as spent although no call is known to have cost it. */
function afterCrash({
  unit,
  afterCrash: amount,
}: Pick<SpentBucket, 'unit' | 'afterCrash'>): readonly string[] {
  return amount > 0 ? [`${amountWords(unit, amount)} assumed after a crash`] : [];
}

function amountWords(unit: SpentBucket['unit'], amount: number): string {
  return unit === 'usd' ? formatMoney(amount) : `${amount} ${unit}`;
}

function cellsOf(spent: SpentBucket): string[] {
  const { kind, name, bucket, unit, window, used, resetsAt } = spent;
  const amount = unit === 'usd' ? `$${used.toFixed(4)}` : `${used} ${unit}`;
  const resets = new Date(resetsAt).toISOString().slice(0, 16).replace('T', ' ');
  return [kind, name, bucket, `${amount} this ${window}`, `resets ${resets} UTC`, ...afterCrash(spent)];
}
