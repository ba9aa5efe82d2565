// A clause that is read and checked and changes nothing, because another clause of the same declaration, or of what it
// is used with, has the last word.

import type { Chain } from '../../semantics/model.ts';
import { placeKey } from '../fold-causes.ts';
import { type Idle, idleClausesOfRoutes } from '../idle-clauses.ts';
import { idleLimits } from '../idle-limits.ts';
import { idleProviderClauses } from '../idle-providers.ts';
import { idleTargetClauses } from '../idle-targets.ts';
import type { LintContext } from '../lint-context.ts';
import { defineRule } from '../rule.ts';

export const noEffect = defineRule({
  id: 'no-effect',
  severity: 'warning',
  category: 'hygiene',
  summary: 'A clause changes nothing: another one has the last word.',
  messages: {
    clause: (data: Idle) => ({
      message: `${data.what} has no effect`,
      because: data.because,
      help: data.help,
    }),
  },
  policy(compiled, report, context) {
    const { policy } = compiled;
    const found: readonly Idle[] = [
      ...idleTargetClauses(policy, (chain) => writesOn(context, chain)),
      ...idleLimits(policy, context),
      ...idleProviderClauses(policy),
      ...idleClausesOfRoutes(policy, context),
    ];
    // Several clauses may be reported at one place; a library's are reported once for all its policies.
    for (const idle of found)
      report('clause', idle.at, idle, { cause: `${placeKey(idle.at)}\n${idle.what}` });
  },
});

function writesOn(context: LintContext, { name, at }: Chain): boolean {
  const declarations = context.fileAt(at.path)?.ast.declarations ?? [];
  return declarations.some((one) => one.kind === 'chain' && one.name.text === name && one.on !== undefined);
}
