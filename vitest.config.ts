import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Each test file and each worker thread in it is a new start of Node; compiled modules are shared between them.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules/.cache/llmr-tests');

// Two cores: two workers. Files share the two processes, their modules and the thread that vets policies: starting a
// process per file took half of the run. So a test puts back what it changes in its process (environment, folder,
// dispatcher), and ends what it starts.
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    include: ['test/**/*.test.ts'],
    exclude: ['test/long/**', '**/node_modules/**'],
    reporters: ['default', './test/support/closing-line-reporter.ts'],
  },
});
