/** The result of mutation testing: data only. */

export interface Survivor {
  readonly policy: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** The declaration: `chain careful`; absent for the policy itself. */
  readonly of?: string;
  /** The original and the mutated clause; `""` for nothing. */
  readonly from: string;
  readonly to: string;
  /** All three in one sentence. */
  readonly change: string;
  /** A verified test that passes for the policy and fails for the mutant; absent where none was found. */
  readonly test?: string;
  /** Where none was found: how many requests were tried, and whether the search ended before all were. */
  readonly searched?: { readonly requests: number; readonly stopped: boolean };
}

export interface MutationReport {
  readonly killed: number;
  readonly survived: number;
  /** Proved to behave like the policy for every request. */
  readonly equivalent: number;
  /** Percent of the mutants that count; rounded down. 100 where none counts. */
  readonly score: number;
  readonly survivors: readonly Survivor[];
  /** Policies whose own tests fail, so that mutants cannot be judged. */
  readonly notRun: readonly { readonly policy: string; readonly because: string }[];
}
