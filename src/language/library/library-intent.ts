/** An intent of the standard library: what a policy gets with `import intent NAME from "llmr:intents"`. A type only. */

export interface LibraryIntent {
  /** As policies import it: lower case, with hyphens. */
  readonly name: string;
  /** From 1; the next whole number whenever a text changes, so that a policy can pin what its requests are read with. */
  readonly version: number;
  /** What the intent covers, in one clause, as `means` says it in a policy. */
  readonly means: string;
  readonly like: readonly string[];
  /** Near misses that no other intent of the library covers. */
  readonly not: readonly string[];
}
