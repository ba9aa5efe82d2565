/** The command `llmr`: runs `runLlmr` and exits with its code. */
import { cacheCompiledCode } from './compile-cache.ts';

cacheCompiledCode();
const { runProcess } = await import('./run-process.ts');
await runProcess('llmr');
