/** What `llmr lint` accepts. Must not know: what it does with it. */
export interface LintOptions {
  readonly format: string;
  readonly fix?: true;
  readonly infos?: true;
  readonly maxWarnings?: string;
  readonly data: string;
  /** False with `--no-cache`. */
  readonly cache: boolean;
  readonly color: boolean;
}

export const FORMATS = ['text', 'json', 'sarif', 'github', 'junit'] as const;
export type Format = (typeof FORMATS)[number];
