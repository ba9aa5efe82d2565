/**
 * Caches compiled code between runs, which saves a third of a short command's time. Called before anything large is
 * loaded. Must not know: what is loaded.
 */
import { enableCompileCache } from 'node:module';

export function cacheCompiledCode(): void {
  const { directory } = enableCompileCache();
  // Threads and child processes use it only where their environment names it.
  if (directory !== undefined) process.env['NODE_COMPILE_CACHE'] ??= directory;
}
