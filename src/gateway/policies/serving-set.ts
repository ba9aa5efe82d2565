/** The active policies of a service, by the names that requests ask for. */
import type { PolicyRuntime } from './policy-runtime.ts';

export interface ServingSet {
  readonly hash: string;
  /** Epoch milliseconds of the swap. */
  readonly since: number;
  readonly all: readonly PolicyRuntime[];
  readonly names: readonly string[];
  find(model: string): PolicyRuntime | undefined;
}
