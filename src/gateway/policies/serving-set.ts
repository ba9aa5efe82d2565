/** The active policies of a service, by the names that requests ask for. */
import type { Serving } from './serving.ts';

export interface ServingSet {
  readonly hash: string;
  /** Epoch milliseconds of the swap. */
  readonly since: number;
  readonly all: readonly Serving[];
  readonly names: readonly string[];
  find(model: string): Serving | undefined;
}
