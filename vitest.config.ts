import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Each test file and each worker thread in it is a new start of Node; compiled modules are shared between them.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules/.cache/llmr-tests');

// Two cores: two workers. Real sockets and worker threads are used, so each file gets its own process.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/long/**', '**/node_modules/**'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: ['default', './test/support/closing-line-reporter.ts'],
  },
});
