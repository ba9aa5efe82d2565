/** `llmr export --to outcomes`: exports the results of checks and feedback in the format that `llmr learn` reads. */
import { outcomesOf } from '../../../gateway/decisions/outcomes-of-log.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import { writeText } from '../../input/files.ts';
import { type Terminal, usageError } from '../../terminal.ts';

export interface OutcomeOptions {
  readonly data?: string;
  readonly out?: string;
}

export async function exportOutcomes(
  terminal: Terminal,
  { data = '.llmr', out }: OutcomeOptions,
): Promise<ExitCode> {
  const lines: string[] = [];
  for await (const row of outcomesOf(data)) lines.push(`${JSON.stringify(row)}\n`);
  if (lines.length === 0)
    return usageError(
      terminal,
      `no decision under ${data} has feedback or a checked answer`,
      'give the data folder of the service with --data; callers give feedback with POST /v1/feedback',
    );
  if (out === undefined) terminal.out(lines.join(''));
  else {
    writeText(out, lines.join(''));
    terminal.out(`wrote ${out}: ${lines.length} outcomes\n`);
  }
  return EXIT.clean;
}
