import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Each test file and each worker thread in it is a new start of Node; compiled modules are shared between them.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules/.cache/llmr-tests');

/** Tests of the pure inside: no sockets, no threads, no state between files. They share a process and its modules. */
const PURE = ['test/language/**', 'test/interchange/**'].map((folder) => `${folder}/*.test.ts`);

// Two cores: two workers.
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: ['default', './test/support/closing-line-reporter.ts'],
    projects: [
      { extends: true, test: { name: 'language', include: PURE, isolate: false } },
      {
        extends: true,
        test: {
          // Real sockets and worker threads: each file gets its own process.
          name: 'service',
          include: ['test/**/*.test.ts'],
          exclude: ['test/long/**', ...PURE, '**/node_modules/**'],
        },
      },
    ],
  },
});
