/**
 * Key variables of a policy that the service will not read, because `environment` in llmr.json does not list them: its
 * models are then skipped for want of a key. Pure; reads no variable. A warning, because the policy may be meant for
 * another machine.
 */
import type { Diagnostic } from '../../language/diagnostics/diagnostic.ts';
import type { Policy } from '../../language/semantics/model.ts';
import { isReservedVariable } from '../../language/semantics/reserved-variable.ts';
import { createEnvironment } from '../config/environment.ts';

/** `allowed`: names with `*` and `?`. Findings at the provider that names the variable. */
export function vetVariables(policies: readonly Policy[], allowed: readonly string[]): Diagnostic[] {
  const read = createEnvironment(allowed, {});
  const providers = new Set(policies.flatMap(({ providers: all }) => [...all.values()]));
  return [...providers].flatMap(({ name, at, keyVariable, speaks }): Diagnostic[] => {
    // What no policy may read is an error of the language.
    if (keyVariable === undefined || speaks === 'simulated' || isReservedVariable(keyVariable)) return [];
    if (read(keyVariable).kind !== 'not-allowed') return [];
    return [
      {
        rule: 'type-or-unit',
        code: 'L1316',
        severity: 'warning',
        at: { path: at.path, span: at.span },
        message: `the key of provider \`${name}\` is not read: ${keyVariable} is not allowed`,
        because: `"environment" in llmr.json allows ${allowed.join(', ') || 'nothing'}; without a key the provider's models are skipped`,
        help: `rename the variable, such as ${suggestion(keyVariable)}, or add ${JSON.stringify(keyVariable)} to "environment" in llmr.json`,
      },
    ];
  });
}

/** `OPENAI_TOKEN` → `OPENAI_API_KEY`. */
function suggestion(name: string): string {
  const stem = name.toUpperCase().replace(/_?(?:API_?)?(?:KEY|TOKEN|SECRET|PASSWORD)$/, '');
  return `${stem === '' ? 'PROVIDER' : stem}_API_KEY`;
}
