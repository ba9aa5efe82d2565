/**
 * Compiles every JSON schema of a policy set: a broken schema rejects the set with its position, and good ones come
 * with their validators. Knows no request.
 */
import type { Diagnostic } from '../../language/diagnostics/diagnostic.ts';
import type { Policy } from '../../language/semantics/model.ts';
import { compileSchema } from './compile-schema.ts';

export interface VettedSchemas {
  /** Source of validators by the schema's text. */
  readonly schemas: ReadonlyMap<string, string>;
  readonly faults: readonly Diagnostic[];
}

export function vetSchemas(policies: readonly Policy[]): VettedSchemas {
  const schemas = new Map<string, string>();
  const faults = new Map<string, Diagnostic>();
  for (const policy of policies) {
    for (const check of policy.checks.values()) {
      for (const rule of check.rules) {
        if (rule.kind !== 'json-schema') continue;
        const compiled = compileSchema(rule.schema);
        if (compiled.ok) schemas.set(rule.schema, compiled.code);
        // A check of a library is reported once, however many policies import it.
        else {
          const { path, span } = rule.at ?? check.at;
          faults.set(`${path}:${span.start}`, {
            rule: 'type-or-unit',
            code: 'L1310',
            severity: 'error',
            at: { path, span },
            message: `${rule.file} cannot be used to check answers`,
            because: compiled.problem,
            help: 'correct the schema: JSON Schema 2020-12, whole in this file, with RE2 patterns',
          });
        }
      }
    }
  }
  return { schemas, faults: [...faults.values()] };
}
