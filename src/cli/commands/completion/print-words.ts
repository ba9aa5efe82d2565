/** `llmr completion words -- WORD...`, which the scripts of the shells call at the Tab key. */
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import type { Terminal } from '../../terminal.ts';
import { completeWords } from './complete-words.ts';

/** @param args what follows `completion words` */
export async function printWords(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const found = await completeWords(args[0] === '--' ? args.slice(1) : args);
  const lines =
    typeof found === 'string'
      ? [`:${found}`]
      : found.map(({ value, description }) => (description ? `${value}\t${description}` : value));
  terminal.out(lines.map((line) => `${line}\n`).join(''));
  return EXIT.clean;
}
