/**
 * Looks up names of a test in the policy it tests. Each function returns the name, or reports the fault and returns
 * undefined. Knows nothing about values.
 */
import { languageError, unknownName } from '../../semantics/report.ts';
import type * as Ast from '../../syntax/ast.ts';
import type { Binding } from './tested-policy.ts';
import { routeNames } from './tested-policy.ts';

type Named = Ast.Name | Ast.Text;

export function modelNamed(binding: Binding, name: Named): string | undefined {
  const { policy, file, report } = binding;
  if (policy.models.has(name.text)) return name.text;
  const target = policy.targets.get(name.text);
  if (target) {
    report(
      languageError(
        file,
        name.span,
        'L1309',
        `\`${name.text}\` is a ${target.kind}, and only models answer`,
        {
          because:
            'chains, pools, splits and rollouts each lead to a model; a test names the model that is called',
          help: `models: ${[...policy.models.keys()].join(', ')}`,
        },
      ),
    );
    return undefined;
  }
  return among(binding, name, [...policy.models.keys()], 'L1101', 'model', 'models');
}

export function routeNamedIn(binding: Binding, name: Named): string | undefined {
  return among(binding, name, routeNames(binding.policy), 'L1102', 'route', 'routes');
}

export function declaredName(
  binding: Binding,
  name: Named,
  kind: 'budget' | 'limit' | 'rollout' | 'intent' | 'intent group',
): string | undefined {
  const { policy } = binding;
  const names = {
    budget: () => [...policy.budgets.keys()],
    limit: () => [...policy.limits.keys()],
    rollout: () =>
      [...policy.targets.values()].filter((each) => each.kind === 'rollout').map((each) => each.name),
    intent: () =>
      [...policy.intentGroups.values()].flatMap((group) => group.intents.map((each) => each.name)),
    'intent group': () => [...policy.intentGroups.keys()],
  };
  return among(binding, name, names[kind](), kind === 'rollout' ? 'L1101' : 'L1102', kind, `${kind}s`);
}

/** The group that has an intent of this name. */
export function groupOfIntent({ policy }: Binding, name: string): string | undefined {
  return [...policy.intentGroups].find(([, group]) => group.intents.some((each) => each.name === name))?.[0];
}

function among(
  { file, report }: Binding,
  name: Named,
  valid: readonly string[],
  code: 'L1101' | 'L1102',
  kind: string,
  many: string,
): string | undefined {
  if (valid.includes(name.text)) return name.text;
  report(unknownName(file, name.span, code, { kind, many, name: name.text }, valid));
  return undefined;
}
