/** One run of a command as a process: its arguments, its streams, its exit code. */
import { EXIT } from './exit-codes.ts';
import { runLlmr } from './run-llmr.ts';
import { processTerminal } from './terminal.ts';

export async function runProcess(program: 'llmr' | 'llmr-lint'): Promise<void> {
  // The reader has closed the pipe: `llmr graph | head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.clean);
    throw error;
  });
  const argv = process.argv.slice(2);
  process.exitCode = await runLlmr(program === 'llmr' ? argv : ['lint', ...argv], processTerminal(), program);
}
