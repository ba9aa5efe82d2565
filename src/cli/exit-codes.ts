/** The meaning of exit codes. The same for every command except `llmr diff`. */
export const EXIT = {
  clean: 0,
  /** Errors were found, a test failed, a file is not formatted. */
  failed: 1,
  /** The command line is wrong. */
  usage: 2,
  /** `llmr diff`: the two sides differ. It exits with 1 where other commands exit with 2. */
  changed: 2,
  /** An internal error of llmr. */
  internal: 3,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
