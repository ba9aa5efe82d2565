/** `llmr tail`: decisions as they are made, one line each. */
import type { Command } from 'commander';
import type { DecisionLine } from '../../gateway/decisions/decision-log.ts';
import { followLog } from '../../gateway/decisions/follow-log.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Run } from '../run.ts';
import { type Terminal, usageError } from '../terminal.ts';

interface Options {
  readonly data: string;
  readonly lines: string;
  readonly follow: boolean;
  readonly json?: true;
}

export function describe(command: Command, run: Run): void {
  command
    .option('--data <DIR>', 'Data directory of the service', '.llmr')
    .option('-n, --lines <N>', 'Number of past decisions to show first', '10')
    .option('--no-follow', 'Exit after those')
    .option('--json', 'Print log lines unchanged')
    .action(run(tail));
}

async function tail(terminal: Terminal, options: Options): Promise<ExitCode> {
  if (!/^\d+$/.test(options.lines)) {
    return usageError(terminal, `--lines takes a whole number, not "${options.lines}"`);
  }
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    await followLog({
      directory: options.data,
      last: Number(options.lines),
      follow: options.follow,
      onLine: (line) => terminal.out(options.json === true ? `${line}\n` : told(line)),
      signal: stopping.signal,
    });
    return EXIT.clean;
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}

/** A line cut by a crash is skipped. */
function told(text: string): string {
  let line: DecisionLine;
  try {
    line = JSON.parse(text) as DecisionLine;
  } catch {
    return '';
  }
  const { time, status, policy, route, model, reason, attempts = [], id = '' } = line;
  const answered = attempts.findLast((attempt) => attempt.outcome === 'answered');
  const cost = attempts.reduce((sum, attempt) => sum + (attempt.costUsd ?? 0), 0);
  const parts = [
    time.slice(11, 23),
    String(status),
    `${policy.name}/${route} → ${model ?? 'no model'}`,
    reason,
    attempts.length === 1 ? '1 attempt' : `${attempts.length} attempts`,
    answered === undefined ? '' : `${Math.round(answered.ms)} ms`,
    answered?.outputTokens === undefined
      ? ''
      : `${answered.inputTokens ?? 0}+${answered.outputTokens} tokens`,
    cost > 0 ? `$${cost.toFixed(6)}` : '',
    line.ending === 'complete' || line.ending === 'unanswered' ? '' : line.ending,
    line.version !== 3 || line.weight === undefined ? '' : `1 of ${line.weight}`,
    line.refused === undefined ? '' : `"${line.refused.message}"`,
    id,
  ];
  return `${parts.filter((part) => part !== '').join('  ')}\n`;
}
