/** What a command's exit code tells a script. The same everywhere, but for `llmr diff`. */
export const EXIT = {
  clean: 0,
  /** Errors were found, a test failed, a file is not formatted. */
  failed: 1,
  /** The command was asked for something it cannot mean. */
  usage: 2,
  /** `llmr diff`: the two sides are not the same. What others end with 2 for, it ends with 1. */
  changed: 2,
  /** A fault of llmr itself. */
  internal: 3,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
