/**
 * `never` and `always` bound to the policy they are about: conditions as the compiler has checked them, claims with
 * every name looked up. Must not know how a property is decided.
 */
import type { Claim, Property } from '../../analysis/verdicts/properties.ts';
import type { CheckedWhen } from '../../semantics/check.ts';
import type * as Ast from '../../syntax/ast.ts';
import { modelNamed, routeNamedIn } from './bind-names.ts';
import { wrongValue } from './bind-value.ts';
import type { Binding } from './tested-policy.ts';

/** Conditions by the property that contains them. */
export type Conditions = ReadonlyMap<Ast.Property, CheckedWhen>;

/** Reports faults; undefined where its conditions were not compiled. */
export function bindProperty(
  binding: Binding,
  node: Ast.Property,
  conditions: Conditions,
): Property | undefined {
  if (node.claims.length === 0) {
    wrongValue(binding, node.title, 'this property claims nothing, so it can never fail', 'L1401', {
      because: 'a claim says what must never, or always, come of the requests that its conditions describe',
      help: 'add a line such as `model in NAME`, `route in NAME`, `refused` or `tokens fit model`',
    });
  }
  const claims = node.claims.map((claim) => bindClaim(binding, claim));
  const checked = conditions.get(node);
  return checked === undefined ? undefined : { kind: node.claimKind, ...checked, claims };
}

function bindClaim(binding: Binding, claim: Ast.Claim): Claim {
  switch (claim.what) {
    case 'model in':
      return { kind: 'model in', models: claim.names.flatMap((name) => modelNamed(binding, name) ?? []) };
    case 'route in':
      return { kind: 'route in', routes: claim.names.flatMap((name) => routeNamedIn(binding, name) ?? []) };
    default:
      return { kind: claim.what };
  }
}

/** `model in sonnet, gpt-4o`, `refused`: a claim in the words of the language. */
export function claimWords(claim: Claim): string {
  switch (claim.kind) {
    case 'model in':
      return `model in ${claim.models.join(', ')}`;
    case 'route in':
      return `route in ${claim.routes.join(', ')}`;
    default:
      return claim.kind;
  }
}
