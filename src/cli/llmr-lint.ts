/** The command `llmr-lint`: the same as `llmr lint`. */
import { enableCompileCache } from 'node:module';

// As in `llmr.ts`.
enableCompileCache();
const { runProcess } = await import('./run-process.ts');
await runProcess('llmr-lint');
