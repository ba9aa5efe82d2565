/**
 * The environment variables that policies may read. A policy may have been written by someone else; it can name any
 * variable, but only names that the operator allows are read.
 */

import { isReservedVariable } from '../../language/semantics/reserved-variable.ts';

export type Variable =
  | { readonly kind: 'value'; readonly value: string }
  | {
      readonly kind: 'absent' | 'not-allowed' /** In words, for traces and `llmr doctor`. */;
      readonly because: string;
    };

/** `allowed`: names with `*` and `?`, as in the key `environment` of llmr.json. */
export function createEnvironment(
  allowed: readonly string[],
  variables: Readonly<Record<string, string | undefined>>,
): (name: string) => Variable {
  const patterns = allowed.map(patternOf);
  return (name) => {
    if (isReservedVariable(name)) {
      return {
        kind: 'not-allowed',
        because: `no policy may read ${name}: names that begin with AWS_ or LLMR_ are never sent to a provider`,
      };
    }
    if (!patterns.some((pattern) => pattern.test(name))) {
      return {
        kind: 'not-allowed',
        because: `policies may not read ${name}; "environment" in llmr.json allows ${allowed.join(', ') || 'nothing'}`,
      };
    }
    const value = variables[name]?.trim();
    return value === undefined || value === ''
      ? { kind: 'absent', because: `${name} is not set in the environment` }
      : { kind: 'value', value };
  };
}

function patternOf(glob: string): RegExp {
  const source = glob
    .replace(/[^\w*?]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`);
}
