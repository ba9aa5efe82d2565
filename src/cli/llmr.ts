/** The command `llmr`: hands the process to `runLlmr` and leaves by its exit code. */
import { runLlmr } from './run-llmr.ts';
import { processTerminal } from './terminal.ts';

process.exitCode = await runLlmr(process.argv.slice(2), processTerminal());
