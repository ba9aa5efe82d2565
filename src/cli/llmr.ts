/** The command `llmr`: hands the process to `runLlmr` and leaves by its exit code. */
import { enableCompileCache } from 'node:module';

// Before anything large is loaded: compiled code is kept between runs, which saves a third of a short command.
enableCompileCache();
const { runProcess } = await import('./run-process.ts');
await runProcess('llmr');
