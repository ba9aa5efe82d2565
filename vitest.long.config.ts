import { defineConfig } from 'vitest/config';

process.env['LLMR_TEST_ROUNDS'] = 'all';

/**
 * `npm run test:long`: kills, stops, measured delays and other tests that take minutes or read a clock. One file at a
 * time, so that what is measured is not another test's load. `npm test` and CI do not run them.
 */
export default defineConfig({
  test: {
    include: [
      'test/long/**/*.test.ts',
      // These have fewer rounds in `npm test`.
      'test/properties/{analysis,claims,fixes,formatting,graph-json-rules,quality-diff,syntax-mutations}.test.ts',
      'test/acceptance/{reload,thousand-at-once}.test.ts',
    ],
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 60_000,
    reporters: ['default', './test/support/closing-line-reporter.ts'],
  },
});
