/** The command `llmr-lint`: the same as `llmr lint`. */
import { runLlmr } from './run-llmr.ts';
import { processTerminal } from './terminal.ts';

process.exitCode = await runLlmr(['lint', ...process.argv.slice(2)], processTerminal(), 'llmr-lint');
