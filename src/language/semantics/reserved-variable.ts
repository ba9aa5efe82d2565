/**
 * Environment variables that policies may never read, whatever the operator's patterns allow. Must not know policies.
 */

/** In any case: on Windows `aws_secret_access_key` is the same variable. */
export function isReservedVariable(name: string): boolean {
  return /^(?:AWS|LLMR)_/i.test(name);
}
