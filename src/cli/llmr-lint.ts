/** The command `llmr-lint`: the same as `llmr lint`. */
import { cacheCompiledCode } from './compile-cache.ts';

cacheCompiledCode();
const { runProcess } = await import('./run-process.ts');
await runProcess('llmr-lint');
